import type { Tables } from '../../kernels/populations/table.ts';
import { createBatchComputer } from '../compute/batch-computer.ts';
import { type MeasuredCell, msPerBlockOf, valuesOf } from '../compute/cell-speeds.ts';
import type { ComputeId } from '../study/backends.ts';
import { type Cell, planStudy } from '../study/plan.ts';
import type { Study } from '../study/study.ts';

/** What a few blocks took this machine. */
export interface Pilot {
  /** Blocks that were measured. */
  readonly blocks: number;
  readonly cells: number;
  readonly seconds: number;
  /** Share of the work of the study, as expected, that is in cells that were measured. */
  readonly coverage: number;
  /** Processor milliseconds of a block of a cell, all its estimators: as measured, or in proportion to the nearest cell that was. */
  readonly msPerBlock: (cell: Cell) => number;
}

export interface PilotOptions {
  readonly backend: ComputeId;
  readonly tables: Tables;
  /** No block is begun after so many seconds. */
  readonly seconds?: number;
}

const SECONDS = 10;
const BLOCKS_PER_CELL = 3;

/**
 * Measures blocks on this thread, those of the heaviest cells first: n d replicates fits, summed over the blocks of the cell. Time
 * of the processor counts, so that other programs disturb little; one block before them compiles the code.
 *
 * Nothing is stored.
 */
export async function measurePilot(study: Study, options: PilotOptions): Promise<Pilot> {
  const cells = planStudy(study);
  const heaviest = cells.toSorted((a, b) => workOf(b) - workOf(a));
  const compute = createBatchComputer(options.tables);
  const lightest = cells.reduce((least, cell) => (valuesOf(cell) < valuesOf(least) ? cell : least));
  const run = async (cell: Cell, block: number): Promise<number> => {
    const before = process.cpuUsage();
    await compute({ backend: options.backend, tasks: [{ cell, block, estimators: cell.estimators }] });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const start = performance.now();
  const isOver = (): boolean => performance.now() - start > 1000 * (options.seconds ?? SECONDS);
  await run(lightest, 0);
  const times = new Map<string, number[]>();
  const measure = async (cell: Cell, block: number): Promise<void> => {
    if (block >= cell.blocks || (isOver() && times.size > 0)) return;
    times.set(cell.key, [...(times.get(cell.key) ?? []), await run(cell, block)]);
  };
  for (let block = 0; block < BLOCKS_PER_CELL; block++) {
    for (const cell of heaviest) await measure(cell, block);
  }
  const measured = cells.flatMap((cell): readonly MeasuredCell[] => {
    const found = times.get(cell.key);
    return found === undefined ? [] : [{ cell, ms: found.reduce((sum, ms) => sum + ms, 0) / found.length }];
  });
  const total = cells.reduce((sum, cell) => sum + workOf(cell), 0);
  return {
    blocks: [...times.values()].flat().length,
    cells: measured.length,
    seconds: (performance.now() - start) / 1000,
    coverage: measured.reduce((sum, { cell }) => sum + workOf(cell), 0) / total,
    msPerBlock: msPerBlockOf(measured),
  };
}

const workOf = (cell: Cell): number => valuesOf(cell) * cell.blocks;
