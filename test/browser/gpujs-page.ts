import { blocksOf, comparisonsFromRows } from '../../kernels/comparisons.ts';
import type { LossSum } from '../../kernels/losses/contract.ts';
import { openDevice } from '../../kernels/losses/gpujs/adapter.ts';
import { createLaterLosses, type LaterLosses } from '../../kernels/losses/gpujs/gpujs-losses.ts';
import type { GpuMode, ModeStatus } from '../../kernels/losses/gpujs/modes.ts';
import { gpuModes } from '../../kernels/losses/gpujs/open.ts';
import { type LargeSums, largeRows } from '../support/large-rows.ts';
import type { LossCase } from '../support/loss-data.ts';

interface PlainSum {
  readonly sum: number;
  readonly gradient: readonly number[];
}

/** What the page found for one case, as JSON. */
interface PageResult {
  readonly annealed: PlainSum;
  readonly logistic: PlainSum;
  readonly score: number;
  readonly hessian: readonly number[];
}

/** What the page offers the test that drives it. */
export interface GpujsPage {
  readonly modes: () => Promise<readonly ModeStatus[]>;
  readonly evaluate: (mode: GpuMode, cases: readonly LossCase[]) => Promise<readonly PageResult[]>;
  readonly evaluateLarge: (
    mode: GpuMode,
    n: number,
    theta: readonly number[],
    lambda: number,
  ) => Promise<LargeSums>;
  /** The first data set's logistic loss, before and after a second was loaded, evaluated and disposed of. */
  readonly besideAnother: (mode: GpuMode) => Promise<readonly [number, number]>;
}

const opened = new Map<GpuMode, LaterLosses>();

function lossesOf(mode: GpuMode): LaterLosses {
  const losses = opened.get(mode) ?? createLaterLosses(openDevice(mode));
  opened.set(mode, losses);
  return losses;
}

const page: GpujsPage = {
  modes: gpuModes,
  async evaluate(mode, cases) {
    const results: PageResult[] = [];
    for (const one of cases) results.push(await evaluateCase(lossesOf(mode), one));
    return results;
  },
  async evaluateLarge(mode, n, theta, lambda) {
    const loaded = await lossesOf(mode).load(largeRows(n, theta.length));
    const [annealed] = await loaded.annealed([{ direction: theta, lambda }]);
    const [logistic] = await loaded.logistic([theta]);
    loaded.dispose();
    return { annealed: annealed.sum, gradient: [...annealed.gradient], logistic: logistic.sum };
  },
  async besideAnother(mode) {
    const losses = lossesOf(mode);
    const first = await losses.load(largeRows(500, 3));
    const [before] = await first.logistic([[1, 2, 3]]);
    const second = await losses.load(largeRows(500, 3), new Float64Array(500).fill(2));
    await second.logistic([[3, 2, 1]]);
    second.dispose();
    const [after] = await first.logistic([[1, 2, 3]]);
    first.dispose();
    return [before.sum, after.sum];
  },
};

async function evaluateCase(losses: LaterLosses, { data, theta, lambda }: LossCase): Promise<PageResult> {
  const source = blocksOf(comparisonsFromRows(data.rows.flat(), data.rows.length, data.d));
  const weighted = data.weights.some((w) => w !== 1);
  const loaded = await losses.load(source, weighted ? data.weights : undefined);
  const [annealed] = await loaded.annealed([{ direction: theta, lambda }]);
  const [logistic] = await loaded.logistic([theta]);
  const [score] = await loaded.score([theta]);
  const [{ hessian }] = await loaded.logisticCurvature([theta]);
  loaded.dispose();
  return { annealed: plain(annealed), logistic: plain(logistic), score, hessian: [...hessian] };
}

const plain = ({ sum, gradient }: LossSum): PlainSum => ({ sum, gradient: [...gradient] });

Object.assign(globalThis, { gpujsPage: page });
