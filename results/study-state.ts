import { type Cell, planStudy } from '../functions/study/plan.ts';
import type { Study } from '../functions/study/study.ts';
import { type CellState, type ReadOptions, readCellStates } from './cell-state.ts';
import { type JudgedClaim, openCourt } from './claims/court.ts';
import { trialsOf } from './claims/trials.ts';
import { openPacks } from './packs/open-packs.ts';
import { openSingleRecords } from './single-records.ts';
import type { Store } from './store/store.ts';

/** What a store knows of a study. */
export interface StudyState {
  /** Every cell, in the order of the plan. */
  readonly cells: readonly CellState[];
  /** The verdicts, once every cell has what it was asked for. */
  readonly claims: readonly JudgedClaim[];
}

type Options = Omit<ReadOptions, 'until' | 'leastLook' | 'onLook' | 'singles'>;

/**
 * Reads the state of a study from a store, and again after more was stored: cells that lack nothing are not read twice.
 *
 * A cell is taken at the first look at which `until` holds, or later at the look that decided the last of the claims that read it. A claim
 * that is undecided asks its cells for their next look. All of it depends on the replicates alone, not on the order in which they came.
 */
export function createStudyReader(store: Store, study: Study, options: Options) {
  const planned = planStudy(study);
  const packs =
    options.packs ?? openPacks(store, study.name, (pack) => options.onDamaged?.({ address: null, ...pack }));
  const singles = openSingleRecords(store, recordsOf(planned));
  const court = openCourt(trialsOf(study, options.tables), study.alpha ?? 0);
  const states = new Map<string, CellState>();
  const leastLook = new Map<string, number>();

  async function readCells(cells: readonly Cell[], onRecord: Options['onRecord']): Promise<void> {
    const known = new Map(cells.map(({ key }) => [key, blocksKnown(states.get(key))]));
    const found = await readCellStates(store, cells, {
      ...options,
      packs,
      singles,
      onRecord: (address, kept) => {
        if (address.block >= (known.get(address.cell.key) ?? 0)) onRecord?.(address, kept);
      },
      until: study.until,
      leastLook,
      onLook: (view, look) => court.observe(view, look),
    });
    for (const state of found) states.set(state.planned.key, state);
  }

  /** A cell that has all it was asked for, but less than claims ask. */
  const isBehind = ({ planned: cell, measured, decided }: CellState): boolean =>
    decided && cell.looks.indexOf(measured.cell.replicates) < (leastLook.get(cell.key) ?? 0);

  return {
    /** Reads what is not known to be whole; `onRecord` is told of every record once. */
    async read(onRecord?: Options['onRecord']): Promise<StudyState> {
      await packs.refresh();
      await singles.refresh((await packs.keys()).size);
      let unread = planned.filter(({ key }) => states.get(key)?.decided !== true);
      for (;;) {
        await readCells(unread, onRecord);
        // What was asked once stays asked: the looks of a cell are those of every claim that read it.
        for (const [key, look] of court.hear().asks)
          leastLook.set(key, Math.max(look, leastLook.get(key) ?? 0));
        unread = [...states.values()].filter(isBehind).map((state) => state.planned);
        if (unread.length === 0) break;
      }
      return {
        cells: planned.flatMap(({ key }) => states.get(key) ?? []),
        claims: court.hear().claims,
      };
    },
  };
}

const recordsOf = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { blocks, estimators }) => sum + blocks * estimators.length, 0);

/** Blocks that a cell was read to and had all of. */
const blocksKnown = (state: CellState | undefined): number =>
  state?.decided === true ? state.measured.cell.blocks : 0;
