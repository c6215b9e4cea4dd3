import { sha256Hex } from '../../functions/study/mechanism.ts';
import { estimateCost } from '../../functions/study/plan.ts';
import { aggregate } from '../aggregate.ts';
import { bytesOf } from '../json-pieces.ts';
import type { Store } from '../store/store.ts';
import { createStudyReader } from '../study-state.ts';
import { summaryPieces } from '../write-results.ts';
import type { CurrentSummary } from './catalogue.ts';
import type { Memory } from './memory.ts';
import { createSingleFlight } from './single-flight.ts';
import type { StoredPlan } from './stored-plan.ts';

/** Summaries of studies that are not whole, made of the records that are there. */
export interface RunningSummaries {
  /** `signs` is a text that changes when more was stored. */
  read(plan: StoredPlan, signs: string): Promise<CurrentSummary>;
}

interface Reading {
  readonly reader: ReturnType<typeof createStudyReader>;
  signs: string;
  readAt: number;
  last: CurrentSummary | null;
}

/** A study that is going on is read at most this often. */
const LEAST_MS = 2000;
/** Hosts that say nothing of their progress are looked at this often. */
const MOST_MS = 30_000;
/** Bytes that a data set of an estimator takes in memory: a number a column. */
const DATA_SET_BYTES = 80;
const CELL_BYTES = 8192;
/** Bytes of data sets that are kept of one study. */
const MOST_KEPT = 128e6;

/** What was read is kept, so that only records that are new are read again. */
export function createRunningSummaries(
  store: Store,
  { memory, now }: { readonly memory: Memory; readonly now: () => number },
): RunningSummaries {
  const readings = memory.cache<Reading>();
  const working = createSingleFlight<CurrentSummary>();

  const isFresh = ({ signs, readAt, last }: Reading, newSigns: string): boolean => {
    const age = now() - readAt;
    return last !== null && (age < LEAST_MS || (signs === newSigns && age < MOST_MS));
  };

  async function renew(reading: Reading, { study, studyHash }: StoredPlan): Promise<CurrentSummary> {
    const { cells, claims } = await reading.reader.read();
    const summary = aggregate(
      study,
      studyHash,
      cells.map(({ measured }) => measured),
      claims,
    );
    const bytes = bytesOf(summaryPieces(summary));
    const provisional = cells.flatMap(({ soFar }) => soFar ?? []);
    return { summary, bytes, hash: sha256Hex(bytes), version: null, provisional };
  }

  return {
    async read(plan, signs) {
      const reading = readings.get(plan.studyHash) ?? {
        // With what was read of every cell, only new records are read; studies too large for that are read again.
        reader: createStudyReader(store, plan.study, {
          tables: plan.tables,
          soFar: true,
          ...(weightOf(plan) <= MOST_KEPT ? { kept: new Map() } : {}),
        }),
        signs,
        readAt: Number.NEGATIVE_INFINITY,
        last: null,
      };
      if (reading.last !== null && isFresh(reading, signs)) return reading.last;
      return working(plan.studyHash, async () => {
        const readAt = now();
        const last = await renew(reading, plan);
        Object.assign(reading, { signs, readAt, last });
        readings.set(plan.studyHash, reading, weightOf(plan));
        return last;
      });
    },
  };
}

function weightOf({ study }: StoredPlan): number {
  const { fits, cells } = estimateCost(study);
  return fits * DATA_SET_BYTES + cells * CELL_BYTES;
}
