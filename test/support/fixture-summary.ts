import { factorLabel, shortNames } from '../../functions/study/factors.ts';
import type { EstimatorSpec, Factors } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type {
  CellSummary,
  EstimatorSummary,
  Measure,
  Provenance,
  Rate,
  Summary,
} from '../../results/summary.ts';
import { TWO_TYPES } from './studies.ts';

const RLHF_BIAS = -0.1883433234883578;
const RLHF_SD = 2.2;
const SIGN_CONSTANT = 5.148586549;

/** What a fixture may vary; the rest is the flagship study: (3, 2) and (1, -2) in halves. */
export interface FixtureOptions {
  readonly sampleSizes?: readonly number[];
  readonly estimators?: readonly EstimatorSpec[];
  readonly title?: string;
  readonly aim?: string;
  /** Every fit of these estimators failed at these sizes. */
  readonly failed?: (id: string, n: number) => boolean;
  /** Combinations of what varies; one without factors where it is not given. */
  readonly scenarios?: readonly FixtureScenario[];
  /** Errors of b as well, as under `normalise: first`. */
  readonly normalised?: boolean;
}

/** One combination; `tilt` multiplies the bias of RLHF and half of it the error of sign. */
export interface FixtureScenario {
  readonly factors: Factors;
  readonly tilt?: number;
  readonly population?: Population;
  readonly estimators?: readonly EstimatorSpec[];
  readonly without?: readonly number[];
}

export const SIGN: EstimatorSpec = { id: 'sign', kind: 'sign', solver: 'exact' };
export const RLHF: EstimatorSpec = { id: 'rlhf', kind: 'rlhf' };
export const ANNEALED: EstimatorSpec = {
  id: 'annealed',
  kind: 'sign',
  solver: 'anneal',
  lambda: [1, 15],
  steps: 300,
};
export const COLD: EstimatorSpec = { id: 'cold', kind: 'sign', solver: 'anneal', lambda: [1, 4], steps: 50 };

/** A summary with numbers near those the flagship gives, made by formula: no simulation, the same every time. */
export function fixtureSummary(options: FixtureOptions = {}): Summary {
  const estimators = options.estimators ?? [SIGN, RLHF];
  const sampleSizes = options.sampleSizes ?? [
    100, 316, 1000, 3162, 10_000, 31_623, 100_000, 316_228, 1_000_000,
  ];
  const replicates = sampleSizes.map((n) => (n <= 10_000 ? 2000 : n <= 100_000 ? 600 : 200));
  const scenarios = options.scenarios ?? [{ factors: {} }];
  const names = shortNames(scenarios.map(({ factors }) => ({ factors, population: TWO_TYPES, estimators })));
  const grid = scenarios.map(({ factors, tilt = 1, without = [] }) => {
    const label = factorLabel(factors, names);
    const cells = sampleSizes.flatMap((n, i) =>
      without.includes(n)
        ? []
        : [
            cellOf(n, {
              estimators,
              replicates: replicates[i],
              failed: options.failed,
              factors,
              label,
              tilt,
              normalised: options.normalised ?? false,
            }),
          ],
    );
    return { factors, cells };
  });
  return {
    formatVersion: 1,
    study: {
      name: 'cube-root',
      title: options.title ?? 'Two types of users, one of them loud',
      aim:
        options.aim ??
        'Does the sign estimator reach the average taste at the rate n^(-1/3) while RLHF does not?',
      seed: 20251028,
      scenarios: scenarios.map(({ factors, without, ...own }) => ({
        factors,
        population: own.population ?? TWO_TYPES,
        estimators: own.estimators ?? estimators,
        ...(without === undefined ? {} : { without }),
      })),
      sampleSizes,
      looks: replicates.map((count) => [count]),
      until: null,
      profile: 'full',
    },
    studyHash: 'd0cc0aef4a8c91d2f5b7',
    status: 'complete',
    cells: grid.flatMap(({ cells }) => cells),
    rates: grid.flatMap(({ factors, cells }) =>
      cells.length < 3 ? [] : estimators.flatMap(({ id }) => rateOf(id, cells, factors)),
    ),
    claims: [],
  };
}

/** A provenance such as a laptop writes. */
export const FIXTURE_PROVENANCE: Provenance = {
  study: 'cube-root',
  studyHash: 'd0cc0aef4a8c91d2f5b7',
  codeVersion: '0.1.0',
  backend: 'wasm-f64',
  gpu: null,
  node: 'v20.20.2',
  architecture: 'x64',
  workers: 2,
  startedAt: '2025-10-28T09:00:00.000Z',
  finishedAt: '2025-10-28T09:00:14.200Z',
  wallSeconds: 14.2,
  cpuSeconds: 27.9,
  cost: null,
  replicatesComputed: 12_200,
  rowsComputed: 450_000_000,
  blocksReused: 0,
  command: 'signbench run cube-root',
};

interface CellOptions {
  readonly estimators: readonly EstimatorSpec[];
  readonly replicates: number;
  readonly failed: FixtureOptions['failed'];
  readonly factors: Factors;
  readonly label: string;
  readonly tilt: number;
  readonly normalised: boolean;
}

function cellOf(n: number, { estimators, failed, factors, label, ...how }: CellOptions): CellSummary {
  const summaries = estimators.map((spec) =>
    estimatorOf(spec, n, { ...how, failed: failed?.(spec.id, n) ?? false }),
  );
  return {
    key: label === '' ? `n=${n}` : `${label},n=${n}`,
    factors,
    n,
    estimators: summaries,
    pairs: summaries.slice(1).map((other) => ({
      a: summaries[0].id,
      b: other.id,
      rmsAngleDifference: difference(summaries[0].measures.rmsAngle, other.measures.rmsAngle),
    })),
  };
}

function difference(a: Measure | undefined, b: Measure | undefined): Measure {
  if (!a || !b || a.value === null || b.value === null) return { value: null, mcse: null, replicates: 0 };
  return { value: a.value - b.value, mcse: Math.hypot(a.mcse ?? 0, b.mcse ?? 0), replicates: a.replicates };
}

function errorOf(
  spec: EstimatorSpec,
  n: number,
  tilt: number,
): { readonly rms: number; readonly bias: number } {
  const pull = tilt * RLHF_BIAS;
  if (spec.kind === 'rlhf') return { rms: Math.sqrt(pull ** 2 + RLHF_SD ** 2 / n), bias: pull };
  const law = (0.5 + tilt / 2) * SIGN_CONSTANT * 0.513380600821 * n ** (-1 / 3) * (1 - 1.9 * n ** -0.47);
  const stuck =
    spec.kind === 'sign' && spec.solver === 'anneal' && !('power' in spec.lambda)
      ? 0.6 / spec.lambda[1] ** 2
      : 0;
  return {
    rms: Math.sqrt((law * (1 + 0.01 * Math.sin(7 * Math.log(n)))) ** 2 + stuck ** 2),
    bias: -0.15 * law,
  };
}

function estimatorOf(
  spec: EstimatorSpec,
  n: number,
  {
    replicates,
    failed,
    tilt,
    normalised,
  }: Pick<CellOptions, 'replicates' | 'tilt' | 'normalised'> & { readonly failed: boolean },
): EstimatorSummary {
  const nothing: Measure = { value: null, mcse: null, replicates: 0 };
  const { rms, bias } = errorOf(spec, n, tilt);
  const some = (value: number, mcse: number): Measure => (failed ? nothing : { value, mcse, replicates });
  return {
    id: spec.id,
    kind: spec.kind,
    solver: spec.kind === 'sign' ? spec.solver : 'newton',
    measures: {
      rmsAngle: some(rms, (0.5 * rms) / Math.sqrt(replicates)),
      meanAngle: some(0.8 * rms, (0.6 * rms) / Math.sqrt(replicates)),
      medianAngle: some(0.7 * rms, (0.7 * rms) / Math.sqrt(replicates)),
      signedAngle: some(bias, Math.sqrt(Math.max(1e-6, rms ** 2 - bias ** 2) / replicates)),
      signedAngleSd: some(
        Math.sqrt(Math.max(1e-6, rms ** 2 - bias ** 2)),
        (0.6 * rms) / Math.sqrt(replicates),
      ),
      disagreement: some((0.8 * rms) / Math.PI, (0.6 * rms) / Math.PI / Math.sqrt(replicates)),
      score: some(0.4, 0.01),
      failureRate: { value: failed ? 1 : 0, mcse: 0, replicates, ci: failed ? [0.998, 1] : [0, 0.002] },
      evaluations: some(1, 0),
      ...(normalised
        ? {
            bias: some(2 * bias, (2 * rms) / Math.sqrt(replicates)),
            sd: some(2 * rms, rms / Math.sqrt(replicates)),
            rmse: some(2 * Math.hypot(rms, bias), (1.2 * rms) / Math.sqrt(replicates)),
          }
        : {}),
    },
    failures: failed ? { separable: replicates } : {},
    ...(failed ? { firstFailure: { replicate: 0, status: 'separable' } } : {}),
    diagnostics: {},
  };
}

function rateOf(estimator: string, cells: readonly CellSummary[], factors: Factors): readonly Rate[] {
  const points = cells.flatMap(({ n, estimators }) => {
    const measure = estimators.find(({ id }) => id === estimator)?.measures.rmsAngle;
    return measure && measure.value !== null && measure.mcse !== null
      ? [{ n, y: Math.log(measure.value), se: measure.mcse / measure.value }]
      : [];
  });
  if (points.length < 2) return [];
  const localSlopes = points.slice(1).map((to, i) => {
    const from = points[i];
    const run = Math.log(to.n / from.n);
    return {
      n: Math.round(Math.sqrt(to.n * from.n)),
      slope: (to.y - from.y) / run,
      se: Math.hypot(to.se, from.se) / run,
    };
  });
  const tail = points.filter(({ n }) => n >= 10_000);
  const ends = tail.length >= 2 ? [tail[0], tail[tail.length - 1]] : [points[0], points[points.length - 1]];
  const run = Math.log(ends[1].n / ends[0].n);
  const slope = (ends[1].y - ends[0].y) / run;
  const se = Math.hypot(ends[0].se, ends[1].se) / run;
  return [
    {
      estimator,
      measure: 'rmsAngle',
      factors,
      slope,
      se,
      ci: [slope - 1.96 * se, slope + 1.96 * se],
      from: ends[0].n,
      localSlopes,
      preAsymptotic: estimator === 'sign',
    },
  ];
}
