import { loadDense } from '../../../kernels/dense/dense-sample.ts';
import { createDesk, type Desk } from '../../../kernels/dense/dense-table.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import type { Store } from '../../../results/store/store.ts';
import type { OpenTable } from '../fit/open-table.ts';
import { goOn, type StageOptions } from '../stage-progress.ts';
import { judgedPairs, splitPairs } from '../train/split.ts';
import { readFit } from '../train/stored-fit.ts';
import type { TrainingManifest } from '../train/training-manifest.ts';
import type { EvaluationRow } from './evaluation-manifest.ts';

/** What one fit is measured at. */
interface Measured {
  readonly estimator: string;
  readonly n: number;
  readonly seed: number;
  readonly status: string;
  readonly unsettled: boolean;
  readonly angle: number;
  readonly disagreement: number;
  readonly evaluations: number;
}

interface Measuring {
  readonly open: OpenTable;
  readonly training: TrainingManifest;
  readonly average: Float64Array;
  readonly options: StageOptions;
}

export async function measuredFits(
  store: Store,
  { open, training, average, options }: Measuring,
): Promise<readonly Measured[]> {
  const desk = createDesk(open.table);
  const judged = judgedPairs(open.labels);
  const measured: Measured[] = [];
  for (const seed of training.seeds) {
    const { heldOut } = splitPairs(judged, seed, training.share);
    const ranks = rankings(desk, heldOut);
    const target = ranks.of(average);
    for (const { estimator, n, key } of training.fits.filter((fit) => fit.seed === seed)) {
      goOn(options.signal);
      const { status, vector, evaluations, diagnostics } = await readFit(store, key, open.features.columns);
      const [off, against] =
        vector === null
          ? [Number.NaN, Number.NaN]
          : [(angle(vector, average) * 180) / Math.PI, disagreementOf(ranks.of(vector), target)];
      measured.push({
        estimator,
        n,
        seed,
        status,
        unsettled: diagnostics.unsettled === 1,
        angle: off,
        disagreement: against,
        evaluations,
      });
      options.onProgress?.({ done: measured.length, total: training.fits.length, unit: 'fits evaluated' });
    }
    ranks.release();
  }
  return measured;
}

function rankings(desk: Desk, pairs: Uint32Array) {
  const sample = loadDense(desk, { rows: pairs, signs: new Int8Array(pairs.length).fill(1) });
  return {
    of: (direction: Float64Array): Int8Array => Int8Array.from(sample.products([direction])[0], Math.sign),
    release: () => sample.release(),
  };
}

/** A tie of one of them is half. */
function disagreementOf(a: Int8Array, b: Int8Array): number {
  let against = 0;
  for (let i = 0; i < a.length; i++) against += a[i] === b[i] ? 0 : a[i] * b[i] === 0 ? 0.5 : 1;
  return against / a.length;
}

export function rowsOf(training: TrainingManifest, measured: readonly Measured[]): EvaluationRow[] {
  return training.sizes.flatMap((n) => {
    const rlhf = measured.filter((one) => one.n === n && one.estimator === 'rlhf' && one.status === 'ok');
    return training.estimators.map(({ id, label }) => {
      const all = measured.filter((one) => one.n === n && one.estimator === id);
      const good = all.filter(({ status }) => status === 'ok');
      const failures: Record<string, number> = {};
      for (const { status } of all) if (status !== 'ok') failures[status] = (failures[status] ?? 0) + 1;
      const less = (of: (one: Measured) => number) =>
        id === 'rlhf'
          ? null
          : meanOver(
              good.flatMap((one) => {
                const base = rlhf.find(({ seed }) => seed === one.seed);
                return base === undefined ? [] : [of(one) - of(base)];
              }),
            );
      return {
        estimator: id,
        label,
        n,
        seeds: good.length,
        failures,
        unsettled: good.filter(({ unsettled }) => unsettled).length,
        angle: meanOver(good.map((one) => one.angle)),
        disagreement: meanOver(good.map((one) => one.disagreement)),
        angleLessRlhf: less((one) => one.angle),
        disagreementLessRlhf: less((one) => one.disagreement),
        evaluations: meanOver(good.map((one) => one.evaluations)),
      };
    });
  });
}

/** Mean and its Monte Carlo standard error; null of nothing. */
function meanOver(values: readonly number[]): EvaluationRow['angle'] {
  const count = values.length;
  if (count === 0) return null;
  const value = values.reduce((sum, one) => sum + one, 0) / count;
  const square = values.reduce((sum, one) => sum + (one - value) * (one - value), 0);
  return { value, mcse: count < 2 ? null : Math.sqrt(square / (count - 1) / count) };
}
