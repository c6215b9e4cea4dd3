import type { BlockTask, Cell } from '../../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../../functions/study/run-block.ts';
import type { EstimatorSpec, Study } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { createColumns } from '../../results/cell-columns.ts';
import { listedEstimator, listedValues } from '../../results/listed-values.ts';
import type { CellValues, EstimatorValues } from '../../results/sample.ts';

export const SIGN: EstimatorSpec = { id: 'sign', kind: 'sign', solver: 'exact' };
export const RLHF: EstimatorSpec = { id: 'rlhf', kind: 'rlhf' };

export const TWO_TYPES: Population = {
  users: {
    law: 'mixture',
    types: [
      [3, 2],
      [1, -2],
    ],
    weights: [0.5, 0.5],
  },
  features: { law: 'gaussian', dimension: 2, covariance: null },
  choice: 'logit',
};

/** The one scenario of a study in which nothing varies: the two types before these estimators. */
export const scenariosOf = (...estimators: readonly EstimatorSpec[]): Study['scenarios'] => [
  { factors: {}, population: TWO_TYPES, estimators },
];

/** A study that takes milliseconds: 3 sizes, blocks of 200 replicates. */
export function tinyStudy(overrides: Partial<Study> = {}): Study {
  return {
    name: 'tiny',
    title: 'tiny',
    aim: '',
    seed: 7,
    scenarios: scenariosOf(SIGN, RLHF),
    sampleSizes: [10, 30, 100],
    looks: [[400], [400], [400]],
    until: null,
    profile: 'full',
    ...overrides,
  };
}

/** A cell with so many blocks of so many replicates. */
export function cellOf(
  n: number,
  blockSize: number,
  blocks: number,
  estimators: readonly EstimatorSpec[] = [SIGN],
): Cell {
  return {
    key: `n=${n}`,
    factors: {},
    population: TWO_TYPES,
    seed: 7,
    n,
    estimators,
    looks: [blocks * blockSize],
    replicates: blocks * blockSize,
    blockSize,
    blocks,
  };
}

/** Every block of the cells as a task. */
export const tasksOf = (cells: readonly Cell[], estimators: readonly EstimatorSpec[] = [SIGN]): BlockTask[] =>
  cells.flatMap((cell) => Array.from({ length: cell.blocks }, (_, block) => ({ cell, block, estimators })));

/** The blocks of an estimator, null where one is missing. */
type Blocks = readonly (EstimatorOutcomes | null)[];

function columnsOf(cell: Cell, estimator: EstimatorSpec, blocks: Blocks) {
  const columns = createColumns(cell, estimator);
  for (const [block, outcomes] of blocks.entries()) if (outcomes !== null) columns.add(block, outcomes);
  return columns;
}

/** The values of one estimator of a cell. */
export const estimatorValuesOf = (cell: Cell, estimator: EstimatorSpec, blocks: Blocks): EstimatorValues =>
  listedEstimator(columnsOf(cell, estimator, blocks));

/** The values of a cell. */
export const cellValuesOf = (cell: Cell, blocksOf: (estimator: EstimatorSpec) => Blocks): CellValues =>
  listedValues(cell.estimators.map((estimator) => columnsOf(cell, estimator, blocksOf(estimator))));

/** Made-up outcomes of a block that depend on the block and the replicate; every fifth fit has failed. */
export function madeUpOutcomes({ cell, block }: BlockTask, estimator: EstimatorSpec): EstimatorOutcomes {
  const replicates = Array.from({ length: cell.blockSize }, (_, i) => block * cell.blockSize + i);
  const failed = (replicate: number): boolean => replicate % 5 === 4;
  return {
    estimator,
    statuses: replicates.map((replicate) => (failed(replicate) ? 'separable' : 'ok')),
    directions: replicates.map((replicate) =>
      failed(replicate)
        ? [Number.NaN, Number.NaN]
        : [Math.sqrt(1 - 1 / (replicate + 2)), Math.sqrt(1 / (replicate + 2))],
    ),
    scores: replicates.map((replicate) => (failed(replicate) ? Number.NaN : 1 / (replicate + 3))),
    evaluations: replicates.map(() => 1),
    diagnostics: {
      arcs: replicates.map((replicate) => (failed(replicate) ? Number.NaN : 1 + (replicate % 3))),
    },
  };
}
