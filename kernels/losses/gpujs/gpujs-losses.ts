import type { BlockSource } from '../../comparisons.ts';
import type { AnnealedPoint, LoadedComparisons, LogisticCurvature, Losses, LossSum } from '../contract.ts';
import { inFloat32Range } from '../float32-range.ts';
import { oneByOne } from '../one-by-one.ts';
import { type GpuDevice, GpuError } from './adapter.ts';
import { createCard } from './card.ts';
import { LINES } from './layout.ts';
import { loadComparisons } from './loaded.ts';
import { runLater, runNow } from './steps.ts';

type Vector = ArrayLike<number>;

/** `Losses` whose results come later, as those of the mode webgpu do. */
export interface LaterLosses {
  readonly id: string;
  precision(n: number, d: number): ReturnType<Losses['precision']>;
  load(comparisons: BlockSource, weights?: Vector): Promise<LaterComparisons>;
}

/** `LoadedComparisons` whose results come later. */
interface LaterComparisons {
  readonly n: number;
  readonly d: number;
  annealed(points: readonly AnnealedPoint[]): Promise<readonly LossSum[]>;
  score(directions: readonly Vector[]): Promise<readonly number[]>;
  logistic(points: readonly Vector[]): Promise<readonly LossSum[]>;
  logisticCurvature(points: readonly Vector[], stride?: number): Promise<readonly LogisticCurvature[]>;
  reweigh(weights: Vector): Promise<void>;
  dispose(): void;
}

/** Everything is stored in float32; a thread adds up `LINES` rows, float64 on the host adds up the threads. */
const precision: Losses['precision'] = (_n, d) => ({
  unit: 5.9604644775390625e-8,
  dotTerms: d,
  rowTerms: LINES,
});

/**
 * The losses, evaluated by gpu.js; results at once, in every mode but webgpu.
 *
 * @throws GpuError for a device in the mode webgpu, and from any evaluation that was not executed in the device's mode.
 */
export function createGpujsLosses(device: GpuDevice): Losses {
  if (device.isAsync) throw new GpuError('the mode webgpu has its results later: use createLaterLosses');
  const card = createCard(device);
  return inFloat32Range({
    id: 'gpujs',
    precision,
    load(source, weights): LoadedComparisons {
      const rows = runNow(loadComparisons(card, source, weights));
      return {
        n: rows.n,
        d: rows.d,
        annealed: (points) => runNow(rows.annealed(points)),
        score: (directions) => runNow(rows.score(directions)),
        logistic: (points) => runNow(rows.logistic(points)),
        logisticCurvature: (points, stride) => runNow(rows.logisticCurvature(points, stride)),
        reweigh: (values) => runNow(rows.reweigh(values)),
        dispose: () => rows.dispose(),
      };
    },
    annealedOfEach: oneByOne,
  });
}

/** The losses, evaluated by gpu.js in any mode, with results later; for browsers. */
export function createLaterLosses(device: GpuDevice): LaterLosses {
  const card = createCard(device);
  return {
    id: 'gpujs',
    precision,
    async load(source, weights) {
      const rows = await runLater(loadComparisons(card, source, weights));
      return {
        n: rows.n,
        d: rows.d,
        annealed: (points) => runLater(rows.annealed(points)),
        score: (directions) => runLater(rows.score(directions)),
        logistic: (points) => runLater(rows.logistic(points)),
        logisticCurvature: (points, stride) => runLater(rows.logisticCurvature(points, stride)),
        reweigh: (values) => runLater(rows.reweigh(values)),
        dispose: () => rows.dispose(),
      };
    },
  };
}
