import { createArena, type Sample } from '../arena.ts';
import type { Backend, RowsAt } from '../backend.ts';
import { comparisonsLength } from '../comparisons.ts';
import { checkOpen, checkPoint, checkPoints, checkWeights, copyBlocks } from './checks.ts';
import type { LoadedComparisons, LogisticCurvature, Losses, LossSum } from './contract.ts';
import { curvatureSums } from './curvature-sums.ts';

/**
 * The losses on the linear memory of float64 kernels: `js` and `wasm-f64`, which give the same bits.
 *
 * Each data set has a memory of its own, so that they may be disposed in any order; a disposed one's is used again.
 */
export function linearLosses(createBackend: () => Backend): Losses {
  const idle: Backend[] = [createBackend()];
  return {
    id: idle[0].id,
    // Blocks of eight rows are added one after the other to two lanes.
    precision: (n, d) => ({ unit: Number.EPSILON / 2, dotTerms: d, rowTerms: Math.ceil(n / 8) }),
    load(source, weights) {
      const { n, d } = source;
      checkWeights(weights, n);
      const backend = idle.pop() ?? createBackend();
      const arena = createArena(backend);
      const z = arena.f64(comparisonsLength(n, d));
      copyBlocks(source, backend.f64(z, comparisonsLength(n, d)));
      const sample = { arena, n, d, blocks: Math.ceil(n / 8), z, labelsPerUser: 1 };
      const loaded = comparisonsOf(sample, () => idle.push(backend));
      if (weights !== undefined) loaded.reweigh(weights);
      return loaded;
    },
  };
}

/** The losses of a sample where it lies: nothing is copied, so that nothing needs to be disposed. */
export const sampleLosses = (sample: Sample): LoadedComparisons => comparisonsOf(sample, () => {});

function comparisonsOf(sample: Sample, giveBack: () => void): LoadedComparisons {
  const { arena, n, d, z } = sample;
  let weights = 0;
  let open = true;
  const ready = (): RowsAt => {
    checkOpen(open);
    return { z, n, d, weights };
  };
  return {
    n,
    d,
    annealed(points) {
      const scaled = points.map(({ direction, lambda }) => ({
        theta: direction,
        factor: lambda,
        scale: lambda,
      }));
      return evaluated(sample, { rows: ready(), kernel: 'annealed', points: scaled });
    },
    score(directions) {
      const rows = ready();
      checkPoints(directions, d);
      return directions.map((theta) => scoreOf(sample, rows, theta));
    },
    logistic(points) {
      const scaled = points.map((theta) => ({ theta, factor: 1, scale: -1 }));
      return evaluated(sample, { rows: ready(), kernel: 'logistic', points: scaled });
    },
    logisticCurvature(points, stride = 1) {
      const rows = ready();
      checkPoints(points, d);
      return points.map((theta) => curvatureOf(sample, rows, theta, stride));
    },
    reweigh(values) {
      checkOpen(open);
      checkWeights(values, n);
      if (weights === 0) weights = arena.f64(8 * sample.blocks);
      arena.backend.f64(weights, n).set(values);
    },
    dispose() {
      if (open) giveBack();
      open = false;
    },
  };
}

interface Evaluation {
  readonly rows: RowsAt;
  readonly kernel: 'annealed' | 'logistic';
  readonly points: readonly ScaledPoint[];
}

/** The kernel sees factor theta; the gradient is scale times what it finds. */
interface ScaledPoint {
  readonly theta: ArrayLike<number>;
  readonly factor: number;
  readonly scale: number;
}

/** One sum and its gradient a point. Small data sets are evaluated in microseconds, so that nothing is made in vain. */
function evaluated({ arena, d }: Sample, { rows, kernel, points }: Evaluation): readonly LossSum[] {
  const { backend } = arena;
  const release = arena.mark();
  const size = 2 * (d + 1) * points.length;
  const out = arena.scratch(8 * (size + d * points.length));
  const thetas = out + 8 * size;
  const memory = backend.doubles();
  for (let k = 0; k < points.length; k++) {
    const { theta, factor } = points[k];
    checkPoint(theta, d);
    for (let j = 0; j < d; j++) memory[thetas / 8 + k * d + j] = factor * theta[j];
  }
  backend[kernel](rows, thetas, points.length, out);
  release();
  return points.map(({ scale }, k) => {
    const at = out / 8 + 2 * (d + 1) * k;
    const gradient = new Float64Array(d);
    for (let j = 0; j < d; j++) gradient[j] = scale * memory[at + 1 + j];
    return { sum: memory[at], gradient };
  });
}

function scoreOf({ arena, d, blocks }: Sample, { z, weights }: RowsAt, theta: ArrayLike<number>): number {
  const release = arena.mark();
  const score = arena.backend.score(z, blocks, d, arena.copy(theta), weights);
  release();
  return score;
}

function curvatureOf(
  sample: Sample,
  { z, weights }: RowsAt,
  theta: ArrayLike<number>,
  stride: number,
): LogisticCurvature {
  const { arena, d, blocks } = sample;
  const { backend } = arena;
  return curvatureSums(sample, stride, (out) => {
    if (d === 2 && weights === 0) backend.curvature2(z, blocks, stride, theta[0], theta[1], out);
    else backend.curvature(z, blocks, stride, d, arena.copy(theta), weights, out);
  });
}
