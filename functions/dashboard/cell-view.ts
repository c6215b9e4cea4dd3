import { meanDirection } from '../../kernels/populations/mean-taste.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import type { StudyRecords } from '../../results/catalogue/replicate-rows.ts';
import { markAt } from '../../results/charts/marks.ts';
import { degreesFrom, populationLandscape, sampleLandscape } from '../../results/charts/score-landscape.ts';
import { estimatorName, seriesOf } from '../../results/charts/series.ts';
import { fallingErrorOf } from '../../results/falling-error.ts';
import { findRecord } from '../../results/gather-records.ts';
import { recordAddress } from '../../results/records.ts';
import type { CellSummary, Summary } from '../../results/summary.ts';
import { type Worst, worstReplicates } from '../../results/worst-replicates.ts';
import { canonicalJson } from '../study/canonical-json.ts';
import { drawReplicate } from '../study/draw-replicate.ts';
import { createEngine } from '../study/engine.ts';
import { type Cell, planStudy, withReplicates } from '../study/plan.ts';
import type { Scenario } from '../study/study.ts';
import type { CellPage } from './cell.tsx';
import type { RunPage } from './run.tsx';

/** Of each sort a page tells so many. */
const MOST = 8;
/** Comparisons of a data set that is drawn again for a page. */
const MOST_ROWS = 2_000_000;

/** A cell of a summary with the plan that its records follow. */
export interface PlacedCell {
  readonly summary: CellSummary;
  readonly planned: Cell;
  readonly scenario: Scenario;
}

/** The cell with this key at the look that the summary took it; null where there is none. */
export function findCell(summary: Summary, key: string): PlacedCell | null {
  const cell = summary.cells.find((one) => one.key === key);
  const planned = planStudy(summary.study).find((one) => one.key === key);
  if (cell === undefined || planned === undefined) return null;
  const factors = canonicalJson(cell.factors);
  const scenario = summary.study.scenarios.find((one) => canonicalJson(one.factors) === factors);
  if (scenario === undefined) return null;
  const look = planned.looks[(cell.look ?? planned.looks.length) - 1];
  return { summary: cell, planned: withReplicates(planned, look), scenario };
}

/** The fits of a cell that its page tells of; empty where no record is there. */
export async function worstOf(
  { store, packs }: StudyRecords,
  { planned }: PlacedCell,
): Promise<readonly Worst[]> {
  const found = await worstReplicates(store, planned, { most: MOST, packs });
  return found.some(({ seen }) => seen > 0) ? found : [];
}

/** A data set that a summary names, and why. */
export interface NamedReplicate {
  readonly replicate: number;
  readonly why: string;
}

/** The data sets of a cell that its summary knows by number where no record is there: the first, the first failures, and the worst where summaries keep it. */
export function namedReplicates({ estimators }: CellSummary): readonly NamedReplicate[] {
  const named = estimators.flatMap(({ id, firstFailure, worst }) => [
    ...(firstFailure === undefined
      ? []
      : [
          {
            replicate: firstFailure.replicate,
            why: `${estimatorName(id)} fails first: ${firstFailure.status}`,
          },
        ]),
    ...(worst === undefined
      ? []
      : [{ replicate: worst.replicate, why: `the worst of ${estimatorName(id)}` }]),
  ]);
  return [{ replicate: 0, why: 'the first' }, ...named];
}

/** The score of one replicate in d = 2 with the stored answers: of the one asked for, else of the worst of the first estimator. */
export async function landscapeOf(
  { store, packs }: StudyRecords,
  { planned, summary: cell }: PlacedCell,
  {
    worst,
    asked,
    tables,
    summary,
  }: {
    readonly worst: readonly Worst[];
    readonly asked: number | null;
    readonly tables: Tables;
    readonly summary: Summary;
  },
): Promise<CellPage['landscape']> {
  const { population } = planned;
  if (population.features.dimension !== 2 || cell.n > MOST_ROWS) return null;
  const replicate =
    asked !== null && asked < planned.replicates ? asked : worst.at(0)?.furthest.at(0)?.replicate;
  if (replicate === undefined) return null;
  const target = meanDirection(population);
  const z = drawReplicate(planned, replicate, createEngine('wasm-f64', tables));
  const marks = new Map(seriesOf(summary, 'rmsAngle').map(({ id, mark, name }) => [id, { mark, name }]));
  const block = Math.floor(replicate / planned.blockSize);
  const answers = await Promise.all(
    planned.estimators.map(async (estimator) => {
      const record = await findRecord(store, recordAddress(planned, block, estimator), { packs });
      const at = replicate - block * planned.blockSize;
      if (record?.kept.keep !== 'replicates' || record.kept.outcomes.statuses[at] !== 'ok') return [];
      const { mark, name } = marks.get(estimator.id) ?? { mark: markAt(0), name: estimator.id };
      return [{ name, mark, degrees: degreesFrom(record.kept.outcomes.directions[at], target) }];
    }),
  );
  return {
    replicate,
    n: cell.n,
    sample: sampleLandscape(z, target),
    population: populationLandscape(population, target),
    answers: answers.flat(),
  };
}

/** Cells that are looked through for one that is being computed. */
const MOST_LOOKED = 12;

/** How the error falls in a cell of a run that is not whole: the one with most work that has records and lacks some; null where there is none. */
export async function fallingIn(
  { store, packs }: StudyRecords,
  planned: readonly Cell[],
  summary: Summary | null,
): Promise<RunPage['falling']> {
  const lacking = new Set(summary?.missing?.map(({ cell }) => cell) ?? []);
  const cells = planned
    .filter(({ key }) => lacking.has(key))
    .toSorted((a, b) => b.n * b.blockSize - a.n * a.blockSize)
    .slice(0, MOST_LOOKED);
  for (const cell of cells) {
    const falling = await fallingErrorOf(store, cell, packs);
    if (falling !== null) return { ...falling, cell };
  }
  return null;
}
