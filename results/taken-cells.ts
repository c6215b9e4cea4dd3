import { type Cell, planStudy } from '../functions/study/plan.ts';
import type { Study } from '../functions/study/study.ts';
import type { Tables } from '../kernels/populations/table.ts';
import { readCellStates } from './cell-state.ts';
import type { GatherOptions } from './gather-records.ts';
import type { Store } from './store/store.ts';
import { createStudyReader } from './study-state.ts';

/**
 * The cells of a study in the order of its plan, each with the replicates that the summary uses. Where a cell may stop early,
 * its records say at which look it did; they are read one cell at a time.
 */
export async function* takenCells(
  store: Store,
  study: Study,
  options: GatherOptions & { readonly tables: Tables },
): AsyncGenerator<Cell> {
  const cells = planStudy(study);
  if (study.claims !== undefined && cells.some(({ looks }) => looks.length > 1)) {
    // How far a cell goes depends on claims that read others too.
    const { cells: states } = await createStudyReader(store, study, options).read();
    for (const { measured } of states) yield measured.cell;
    return;
  }
  for (const planned of cells) {
    if (study.until === null) yield planned;
    else {
      const states = await readCellStates(store, [planned], { ...options, until: study.until });
      for (const { measured } of states) yield measured.cell;
    }
  }
}
