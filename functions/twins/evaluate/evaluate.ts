import { z } from 'zod';
import { loadDense } from '../../../kernels/dense/dense-sample.ts';
import { createDesk, type Desk } from '../../../kernels/dense/dense-table.ts';
import { norm } from '../../../kernels/math/vectors.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { manifestsOf, type OpenTable, openTable } from '../fit/open-table.ts';
import { findManifest, sha256, writeManifest } from '../manifest.ts';
import { knownOf, readKnown } from '../simulate.ts';
import { goOn, type StageOptions } from '../stage-progress.ts';
import { judgedPairs, splitPairs } from '../train/split.ts';
import { findTraining, readFit, type TrainingManifest } from '../train/train.ts';
import { averageOf, findTruth, readTruth, type TruthManifest } from '../truth/truth.ts';
import { TwinsError } from '../twins-error.ts';

/** Raised when the same fits get other numbers. */
const REVISION = 1;

const MeasuredShape = z.object({ value: z.number(), mcse: z.number().nullable() }).nullable();
const RowShape = z.object({
  estimator: z.string(),
  label: z.string(),
  n: z.number(),
  /** Seeds whose fit gave a direction. */
  seeds: z.number(),
  failures: z.record(z.string(), z.number()),
  /** Degrees between the fit and the average utility. */
  angle: MeasuredShape,
  /** Share of held-out pairs that the fit and the average utility rank differently. */
  disagreement: MeasuredShape,
  /** This estimator's angle and disagreement less those of RLHF of the same seed. */
  angleLessRlhf: MeasuredShape,
  disagreementLessRlhf: MeasuredShape,
  evaluations: MeasuredShape,
});
export type EvaluationRow = z.infer<typeof RowShape>;

/** `evaluation.json`. */
export const Evaluation = z.object({
  format: z.literal(1),
  inputs: z.string(),
  target: z.enum(['known', 'estimated']),
  pairs: z.number(),
  columns: z.number(),
  personas: z.number(),
  heldOut: z.number(),
  seeds: z.number(),
  rows: z.array(RowShape),
});
export type Evaluation = z.infer<typeof Evaluation>;

export interface EvaluateRequest {
  /** What fits are compared with; the known utilities where there are some, where absent. */
  readonly target?: 'known' | 'estimated';
  readonly again?: boolean;
}

/** The evaluation of a data set; null where there is none. */
const findEvaluation = (store: Store, name: string): Promise<Evaluation | null> =>
  findManifest(store, { name, file: 'evaluation.json' }, Evaluation);

/**
 * How far each fit is from the average utility: the angle in degrees, and the share of its seed's held-out pairs that both rank
 * differently. Means over seeds with Monte Carlo standard errors sd / sqrt(seeds), none for a single seed.
 *
 * @throws TwinsError where nothing was trained, or there is no utility to compare with.
 */
export async function evaluate(
  store: Store,
  name: string,
  request: EvaluateRequest,
  options: StageOptions = {},
): Promise<{ readonly evaluation: Evaluation; readonly cached: boolean }> {
  const training = await findTraining(store, name);
  if (training === null) {
    throw new TwinsError(
      `${store.location} has no fits of the data set ${name}; signbench twins train makes them.`,
    );
  }
  const manifests = await manifestsOf(store, name);
  const known = knownOf(manifests.labelsManifest);
  const target = request.target ?? (known === null ? 'estimated' : 'known');
  const truth = target === 'estimated' ? await findTruth(store, name) : null;
  if (target === 'known' && known === null) {
    throw new TwinsError(
      `--target known needs simulated twins; the personas of ${name} answered themselves.`,
    );
  }
  if (target === 'estimated' && truth === null) {
    throw new TwinsError(
      `${store.location} has no utilities of the personas of ${name}; signbench twins truth estimates them.`,
    );
  }
  const inputs = sha256(
    canonicalJson({
      revision: REVISION,
      training: training.inputs,
      fits: training.fits,
      labels: manifests.labelsManifest.parts,
      features: manifests.features.inputs,
      centred: manifests.features.centred,
      target: known !== null && target === 'known' ? known.sha256 : (truth?.utilities.sha256 ?? ''),
    }),
  );
  const found = await findEvaluation(store, name);
  if (request.again !== true && found?.inputs === inputs) return { evaluation: found, cached: true };
  const open = await openTable(store, name, { threads: 1, script: null });
  const average = await averageUtility(store, open, truth);
  const measured = await measuredFits(store, { open, training, average, options });
  const evaluation: Evaluation = {
    format: 1,
    inputs,
    target,
    pairs: open.features.rows,
    columns: open.features.columns,
    personas: open.labels.personas,
    heldOut: training.heldOut,
    seeds: training.seeds.length,
    rows: rowsOf(training, measured),
  };
  await writeManifest(store, { name, file: 'evaluation.json' }, evaluation);
  return { evaluation, cached: false };
}

/** The mean of the personas' utilities: of the estimated ones where a truth is given, else of the known ones. */
async function averageUtility(
  store: Store,
  open: OpenTable,
  truth: TruthManifest | null,
): Promise<Float64Array> {
  const { personas } = open.labels;
  const { columns } = open.features;
  const known = knownOf(open.labelsManifest);
  const all =
    truth !== null
      ? await readTruth(store, truth)
      : await readKnown(store, known ?? { key: '', sha256: '' }, { personas, columns });
  const each = Array.from({ length: personas }, (_, u) => all.subarray(u * columns, (u + 1) * columns));
  const average = averageOf(each);
  if (norm(average) > 0) return average;
  throw new TwinsError('The average utility is zero: it points nowhere, and no fit can be compared with it.');
}

/** What one fit is measured at. */
interface Measured {
  readonly estimator: string;
  readonly n: number;
  readonly seed: number;
  readonly status: string;
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

async function measuredFits(
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
      const { status, vector, evaluations } = await readFit(store, key, open.features.columns);
      const [off, against] =
        vector === null
          ? [Number.NaN, Number.NaN]
          : [(angle(vector, average) * 180) / Math.PI, disagreementOf(ranks.of(vector), target)];
      measured.push({ estimator, n, seed, status, angle: off, disagreement: against, evaluations });
      options.onProgress?.({ done: measured.length, total: training.fits.length, unit: 'fits evaluated' });
    }
    ranks.release();
  }
  return measured;
}

function rankings(desk: Desk, pairs: Uint32Array) {
  const sample = loadDense(desk, { rows: pairs, signs: new Int8Array(pairs.length).fill(1) });
  return {
    of: (direction: Float64Array): Int8Array => Int8Array.from(sample.products(direction), Math.sign),
    release: () => sample.release(),
  };
}

/** A tie of one of them is half. */
function disagreementOf(a: Int8Array, b: Int8Array): number {
  let against = 0;
  for (let i = 0; i < a.length; i++) against += a[i] === b[i] ? 0 : a[i] * b[i] === 0 ? 0.5 : 1;
  return against / a.length;
}

function rowsOf(training: TrainingManifest, measured: readonly Measured[]): EvaluationRow[] {
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
