import { type Cell, planStudy, withReplicates } from '../study/plan.ts';
import type { Study } from '../study/study.ts';
import { affordable } from './affordable.ts';
import { batchesOf, recordBytes, type WeighedBlock } from './batches.ts';
import { PRICES, TRANSITIONS_PER_BATCH } from './prices.ts';

export interface ForecastOptions {
  /** Milliseconds that a worker takes for a block of a cell, for all its estimators. */
  readonly msPerBlock: (cell: Cell) => number;
  /** Whether cells stop at their first look or go to their last. */
  readonly until: 'first look' | 'last look';
  /** How long a batch should take a worker, in milliseconds. */
  readonly targetMs: number;
  readonly workerMemoryMb: number;
  readonly concurrency: number;
  readonly budgetUsd?: number | undefined;
}

/** What a run on an empty store takes, as counted by planning its rounds; times and dollars as expected. */
export interface Forecast {
  readonly rounds: number;
  readonly batches: number;
  readonly blocks: number;
  /** Blocks that the budget does not pay for. */
  readonly unpaid: number;
  /** From the start of the execution to its end. */
  readonly wallSeconds: number;
  readonly workerSeconds: number;
  /** Of workers and of the functions that plan and aggregate. */
  readonly gbSeconds: number;
  readonly lambdaRequests: number;
  readonly transitions: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  /** At most. */
  readonly storedBytes: number;
  /** Memory that planning or aggregating takes, the larger; above COORDINATOR_MB it fails. */
  readonly coordinatorMb: number;
  readonly usd: {
    readonly compute: number;
    readonly requests: number;
    readonly transitions: number;
    readonly s3: number;
    readonly total: number;
  };
}

/** Beside its blocks a batch takes this long: a call, the study and the engine, and storing its pack. An assumption. */
export const BATCH_OVERHEAD_MS = 500;

/**
 * Planning and aggregating take a round this long together, and for each block that is there by then. The second is twice what
 * `bench/aggregate-packs.mjs --summaries` took on an x86 core with a folder (0.27 ms); the first is an assumption.
 */
const ROUND_MS = 4000;
export const ROUND_MS_PER_BLOCK = 0.5;

/** The worker that is checked and measured before the first round: a new sandbox, the golden digest, and the pilot. An assumption. */
const CHECK_MS = 4000;

/** Memory of the functions that plan and aggregate, as cdk/round-functions.ts gives it. */
export const COORDINATOR_MB = 3008;

/** What they need: so much, and for each record at most; 151 MiB for 40,000 records and 222 MiB for 200,000 in the same benchmark, 362 MiB for 10^6 since. */
const COORDINATOR_BASE_MB = 133;
const COORDINATOR_MB_PER_RECORD = 4.44e-4;

/** Planning: for each block that is lacking; 532 MiB for 500,000 of them in the same benchmark. */
const COORDINATOR_MB_PER_BLOCK = 8e-4;

/** The start and four states that an execution enters once, and six of each of its rounds, without those of batches. */
const TRANSITIONS_PER_RUN = 4;
const TRANSITIONS_PER_ROUND = 6;

/** S3: a worker in a new sandbox reads the study, and looks for its pack; the client reads what it used. */
const GETS_PER_BATCH = 5;
/** The pack, and what the batch used. */
const PUTS_PER_BATCH = 2;

/** S3: listings count as PUTs, beside the manifest and the files of results. */
const PUTS_PER_ROUND = 14;
const GETS_PER_ROUND = 10;

/** Header and records of a pack, and what its batch used: read by plan where they are there before it, and by aggregate. */
const GETS_PER_STORED_BATCH = 3;

/** The client lists a run once a poll. */
const FIRST_POLLS = 10;
const POLL_SECONDS = 15;

/**
 * What a run takes: its rounds are planned one after the other as the stage plans them, on an empty store, with the times that are
 * given, as a worker is measured before the first.
 *
 * Batches go in order to the first worker that is free; `wallSeconds` is when the last ends, round by round.
 */
export function forecast(study: Study, options: ForecastOptions): Forecast {
  const cells = planStudy(study);
  const looks = options.until === 'first look' ? 1 : Math.max(...cells.map((cell) => cell.looks.length));
  const sums = {
    rounds: 0,
    batches: 0,
    blocks: 0,
    records: 0,
    unpaid: 0,
    wallMs: CHECK_MS,
    workerMs: 0,
    coordinatorMs: 0,
  };
  const requests = { s3Puts: 5, s3Gets: 5 };
  let storedBytes = 0;
  for (let look = 0; look < looks; look++) {
    let waiting = cells.flatMap((cell) => blocksOfLook(cell, look, options.msPerBlock(cell)));
    while (waiting.length > 0) {
      const spent = usdOfBatches(sums, options);
      const batches = affordable(batchesOf(waiting, options.targetMs), { ...options, spentUsd: spent });
      if (batches.length === 0) {
        sums.unpaid += waiting.length;
        break;
      }
      const planned = batches.flat();
      const durations = batches.map(
        (batch) => batch.reduce((sum, { expectedMs }) => sum + expectedMs, 0) + BATCH_OVERHEAD_MS,
      );
      storedBytes += planned.reduce((sum, block) => sum + recordBytes(block), 0);
      const before = sums.batches;
      sums.rounds++;
      sums.batches += batches.length;
      sums.blocks += planned.length;
      sums.records += planned.reduce((sum, { estimators }) => sum + estimators.length, 0);
      const coordinatorMs = ROUND_MS + ROUND_MS_PER_BLOCK * sums.blocks;
      sums.coordinatorMs += coordinatorMs;
      sums.workerMs += durations.reduce((sum, ms) => sum + ms, 0);
      sums.wallMs += coordinatorMs + makespan(durations, options.concurrency);
      requests.s3Puts += PUTS_PER_ROUND + PUTS_PER_BATCH * batches.length;
      requests.s3Gets +=
        GETS_PER_ROUND + GETS_PER_BATCH * batches.length + GETS_PER_STORED_BATCH * (before + sums.batches);
      const asked = new Set(planned);
      waiting = planned.length === waiting.length ? [] : waiting.filter((block) => !asked.has(block));
    }
  }
  requests.s3Puts += FIRST_POLLS + Math.ceil(sums.wallMs / 1000 / POLL_SECONDS);
  return priced({ ...sums, ...requests, storedBytes }, options);
}

/** The blocks that a cell is asked for at a look, and was not at the one before. */
function blocksOfLook(cell: Cell, look: number, expectedMs: number): readonly WeighedBlock[] {
  const { looks } = cell;
  if (look >= looks.length) return [];
  const before = look === 0 ? 0 : withReplicates(cell, looks[look - 1]).blocks;
  const { blocks } = withReplicates(cell, looks[look]);
  return Array.from({ length: blocks - before }, (_, i) => ({
    cell,
    block: before + i,
    estimators: cell.estimators,
    expectedMs,
    alone: false,
  }));
}

/** When the last of these ends, where each in order goes to the worker that is free first. */
function makespan(durations: readonly number[], workers: number): number {
  const free: number[] = new Array(Math.min(workers, durations.length)).fill(0);
  for (const ms of durations) {
    const first = free.indexOf(Math.min(...free));
    free[first] += ms;
  }
  return Math.max(0, ...free);
}

const gbSecondsOf = (ms: number, memoryMb: number): number => (ms / 1000) * (memoryMb / 1024);

interface Sums {
  readonly batches: number;
  readonly workerMs: number;
}

const usdOfBatches = ({ batches, workerMs }: Sums, { workerMemoryMb }: ForecastOptions): number =>
  gbSecondsOf(workerMs, workerMemoryMb) * PRICES.gbSecond +
  batches * (PRICES.lambdaRequest + TRANSITIONS_PER_BATCH * PRICES.transition);

interface Counted extends Sums {
  readonly rounds: number;
  readonly blocks: number;
  readonly records: number;
  readonly unpaid: number;
  readonly wallMs: number;
  readonly coordinatorMs: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  readonly storedBytes: number;
}

function priced(counted: Counted, { workerMemoryMb }: ForecastOptions): Forecast {
  const { rounds, batches, blocks, unpaid, workerMs, coordinatorMs, s3Puts, s3Gets, storedBytes } = counted;
  const gbSeconds =
    gbSecondsOf(CHECK_MS + workerMs, workerMemoryMb) + gbSecondsOf(coordinatorMs, COORDINATOR_MB);
  const lambdaRequests = 1 + 2 * rounds + batches;
  const transitions = TRANSITIONS_PER_RUN + TRANSITIONS_PER_ROUND * rounds + TRANSITIONS_PER_BATCH * batches;
  const usd = {
    compute: gbSeconds * PRICES.gbSecond,
    requests: lambdaRequests * PRICES.lambdaRequest,
    transitions: transitions * PRICES.transition,
    s3: s3Puts * PRICES.s3Put + s3Gets * PRICES.s3Get,
  };
  const total = usd.compute + usd.requests + usd.transitions + usd.s3;
  return {
    rounds,
    batches,
    blocks,
    unpaid,
    wallSeconds: counted.wallMs / 1000,
    workerSeconds: workerMs / 1000,
    gbSeconds,
    lambdaRequests,
    transitions,
    s3Puts,
    s3Gets,
    storedBytes,
    coordinatorMb:
      COORDINATOR_BASE_MB +
      Math.max(COORDINATOR_MB_PER_RECORD * counted.records, COORDINATOR_MB_PER_BLOCK * blocks),
    usd: { ...usd, total },
  };
}
