import type { Population } from '../../../kernels/populations/population.ts';
import type { Cell } from '../../study/plan.ts';
import { planStudy } from '../../study/plan.ts';
import type { EstimatorSpec, Study } from '../../study/study.ts';
import type { Settings } from './settings.ts';

/** Sizes of which those below n are simulated too. */
const LADDER: readonly number[] = [30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];

/** Why settings have no answer, as a sentence; null where they have. */
export function unanswerable(settings: Settings): string | null {
  const { types, weights } = usersOf(settings);
  if (types.length === 0) return 'No type has a share: give one of them some per cent.';
  const mean = [0, 1].map((j) => types.reduce((sum, type, k) => sum + weights[k] * type[j], 0));
  return Math.abs(mean[0]) + Math.abs(mean[1]) > 1e-9
    ? null
    : 'The average taste is zero, so that it points nowhere: move a disc.';
}

/** The settings as a study, which the command computes to the same bits; `unanswerable` ones are none. */
export function studyOf(settings: Settings): Study {
  const sizes = [...LADDER.filter((size) => size < settings.n), settings.n];
  return {
    name: 'playground',
    title: 'The playground',
    aim: '',
    seed: settings.seed,
    scenarios: [{ factors: {}, population: populationOf(settings), estimators: estimatorsOf(settings) }],
    sampleSizes: sizes,
    looks: sizes.map(() => [settings.replicates]),
    until: null,
    profile: 'full',
    ...(settings.on === 'webgl2' ? { numerics: 'gpujs-webgl2' as const } : {}),
  };
}

/** The same study as a file for the command. */
export function studyFile(settings: Settings): string {
  const { types, weights } = usersOf(settings);
  const { sampleSizes, seed } = studyOf(settings);
  const list = (values: readonly number[]): string => `[${values.join(', ')}]`;
  return `name: playground
title: The playground
seed: ${seed}
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [${types.map(list).join(', ')}], weights: ${list(weights)} }
  choice: logit
estimators: [${settings.on === 'webgl2' ? '{ id: sign, kind: sign, solver: great-circle }' : 'sign'}, rlhf]
sampleSizes: ${list(sampleSizes)}
replicates: ${settings.replicates}
`;
}

const populationOf = (settings: Settings): Population => ({
  users: { law: 'mixture', ...usersOf(settings) },
  features: { law: 'gaussian', dimension: 2, covariance: null },
  choice: 'logit',
});

/** Types that users have, their tastes times the confidence. */
function usersOf({ types, confidence }: Settings): {
  readonly types: readonly (readonly number[])[];
  readonly weights: readonly number[];
} {
  const there = types.filter(({ share }) => share > 0);
  const all = there.reduce((sum, { share }) => sum + share, 0);
  return {
    types: there.map(({ x, y }) => [x * confidence, y * confidence]),
    weights: there.map(({ share }) => share / all),
  };
}

/** With gpu.js the sign estimator searches on the card and ends with exact line searches, which in d = 2 see the whole circle. */
const estimatorsOf = ({ on }: Settings): readonly EstimatorSpec[] => [
  on === 'webgl2'
    ? { id: 'sign', kind: 'sign', solver: 'great-circle', restarts: 10, near: 20 }
    : { id: 'sign', kind: 'sign', solver: 'exact' },
  { id: 'rlhf', kind: 'rlhf' },
];

/** Comparisons of a data set whose steps the eye can still see. */
const SEEN_STEPS = 300;

/** The size of which one data set is looked at closely: the largest whose steps are seen. */
export const closeSize = ({ sampleSizes }: Study): number =>
  sampleSizes.findLast((size) => size <= SEEN_STEPS) ?? sampleSizes[0];

/** Comparisons of a batch, so that it takes a fraction of a second. */
const BATCH_ROWS = 60_000;

/** The cells of a study, cut into batches that are short enough to see each of them. */
export const playedCells = (study: Study): readonly Cell[] =>
  planStudy(study).map((cell) => {
    const blockSize = Math.max(1, Math.min(20, cell.replicates, Math.floor(BATCH_ROWS / cell.n)));
    return { ...cell, blockSize, blocks: Math.ceil(cell.replicates / blockSize) };
  });
