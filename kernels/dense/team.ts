import { type DenseTable, type Desk, partOf } from './dense-table.ts';

/** What a chunk of rows is computed for. */
type Operation = 'annealed' | 'logistic' | 'products' | 'combination';

const OPERATIONS: readonly Operation[] = ['annealed', 'logistic', 'products', 'combination'];

/** Rows, a multiple of eight, with what is computed of them; byte addresses. */
export interface RowsTask {
  readonly operation: Operation;
  readonly rows: number;
  /** Of `annealed` and `logistic`. */
  readonly signs?: number;
  /** Weights, or the factors of a combination. */
  readonly weights?: number;
  readonly theta?: number;
  readonly count: number;
  /** Thetas of `products`, lists of factors of `combination`: 1 where absent. */
  readonly points?: number;
  /** Rows of a chunk, whose results go to a place of their own: sums do not depend on who computed them. */
  readonly chunk: number;
  readonly out: number;
}

/** Words of the control block. */
const ROUND = 0;
/** The round in the high half, the next chunk in the low one: a thread that wakes late takes no chunk of another round. */
const TICKET = 1;
const DONE = 2;
const CHUNKS = 3;
const FIELDS = 4;
const STOP = -1;
/** Below this many features, waking other threads takes longer than computing. */
const WORTH_HELP = 1 << 20;

const wordsOf = ({ memory, control }: DenseTable): Int32Array => new Int32Array(memory.buffer, control, 16);

/** Chunks have 1,024 rows, or more where that would make more than 64 of them. */
export const chunkRows = (count: number): number => Math.max(1024, 128 * Math.ceil(count / 64 / 128));

/** Bytes of what a chunk leaves. */
export const chunkBytes = (d: number): number => 8 * (d + 1);

/** Computes a task, with the helpers where that is worth while; what it leaves is the same either way. */
export function compute(desk: Desk, task: RowsTask): void {
  const chunks = Math.ceil(task.count / task.chunk);
  const { d } = desk.table;
  if (!desk.helped || chunks < 2 || task.count * d < WORTH_HELP) {
    for (let c = 0; c < chunks; c++) computeChunk(desk, task, c);
    return;
  }
  const words = wordsOf(desk.table);
  const round = (words[ROUND] + 1) & 0x7fff;
  writeTask(words, task);
  Atomics.store(words, CHUNKS, chunks);
  Atomics.store(words, DONE, 0);
  Atomics.store(words, TICKET, round << 16);
  Atomics.store(words, ROUND, round);
  Atomics.notify(words, ROUND);
  takeChunks(desk, words, round);
  for (let done = Atomics.load(words, DONE); done < chunks; done = Atomics.load(words, DONE)) {
    Atomics.wait(words, DONE, done);
  }
}

/** What a helping thread does until the leader calls `dismiss`. */
export function help(desk: Desk): void {
  const words = wordsOf(desk.table);
  let seen = 0;
  for (;;) {
    Atomics.wait(words, ROUND, seen);
    seen = Atomics.load(words, ROUND);
    if (seen === STOP) return;
    if (seen !== 0) takeChunks(desk, words, seen);
  }
}

/** Makes a table ready for a leader and helpers; no thread may be computing on it. */
export function assemble(table: DenseTable): void {
  const words = wordsOf(table);
  Atomics.store(words, TICKET, 0);
  Atomics.store(words, CHUNKS, 0);
  Atomics.store(words, ROUND, 0);
}

/** Sends helpers away. */
export function dismiss(table: DenseTable): void {
  const words = wordsOf(table);
  Atomics.store(words, ROUND, STOP);
  Atomics.notify(words, ROUND);
}

function takeChunks(desk: Desk, words: Int32Array, round: number): void {
  const task = readTask(words);
  const chunks = Atomics.load(words, CHUNKS);
  for (;;) {
    const ticket = Atomics.load(words, TICKET);
    const chunk = ticket & 0xffff;
    if (ticket >>> 16 !== round || chunk >= chunks) return;
    if (Atomics.compareExchange(words, TICKET, ticket, ticket + 1) !== ticket) continue;
    computeChunk(desk, task, chunk);
    Atomics.add(words, DONE, 1);
    Atomics.notify(words, DONE);
  }
}

function writeTask(
  words: Int32Array,
  { operation, rows, signs = 0, weights = 0, theta = 0, count, chunk, out, points = 1 }: RowsTask,
): void {
  const fields = [OPERATIONS.indexOf(operation), rows, signs, weights, theta, count, chunk, out, points];
  for (const [k, value] of fields.entries()) Atomics.store(words, FIELDS + k, value);
}

function readTask(words: Int32Array): RowsTask {
  const at = (k: number): number => Atomics.load(words, FIELDS + k) >>> 0;
  return {
    operation: OPERATIONS[at(0)],
    rows: at(1),
    signs: at(2),
    weights: at(3),
    theta: at(4),
    count: at(5),
    chunk: at(6),
    out: at(7),
    points: at(8),
  };
}

function computeChunk({ table, kernels, thread }: Desk, task: RowsTask, c: number): void {
  const { operation, rows, signs = 0, weights = 0, theta = 0, count, chunk, out, points = 1 } = task;
  const { x, d } = table;
  const first = c * chunk;
  const size = Math.min(chunk, count - first);
  const [from, to] = [rows + 4 * first, out + c * chunkBytes(d)];
  const part = partOf(table, thread);
  switch (operation) {
    case 'annealed':
    case 'logistic':
      kernels.evaluate(
        operation === 'annealed' ? 0 : 1,
        x,
        d,
        from,
        signs + 4 * first,
        weights + 4 * first,
        size,
        theta,
        part,
        to,
      );
      return;
    case 'products':
      kernels.products(x, d, from, size, theta, points, out + 8 * first, 8 * count);
      return;
    case 'combination':
      kernels.combination(
        x,
        d,
        from,
        weights + 4 * first,
        size,
        points,
        4 * count,
        part,
        out + c * points * chunkBytes(d),
        chunkBytes(d),
      );
      return;
    default:
      operation satisfies never;
  }
}
