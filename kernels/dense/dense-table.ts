import { type DenseKernels, denseKernels, sharedMemory } from '../wasm/dense-kernels.ts';

/** Threads that may compute on one table. */
export const MOST_THREADS = 16;
/** Bytes that the kernels use themselves, more than they need. */
const BASE = 65_536;
const CONTROL_BYTES = 256;

/** Rows of float32 features in row-major order, on memory that threads share. Everything in it can be sent to a thread. */
export interface DenseTable {
  readonly memory: WebAssembly.SharedMemory;
  readonly n: number;
  readonly d: number;
  /** Byte addresses. */
  readonly control: number;
  readonly parts: number;
  readonly x: number;
  readonly end: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Bytes of a thread's own sums: those of a gradient, and 64 before them. */
const partBytes = (d: number): number => aligned(4 * d) + 64;

/**
 * Memory for n rows of d features and `workBytes` for what is computed with them; the features are zero.
 * Throws RangeError where it needs more than 4 GiB.
 */
export function createDenseTable(n: number, d: number, workBytes: number): DenseTable {
  const control = BASE;
  const parts = control + CONTROL_BYTES;
  const x = parts + MOST_THREADS * partBytes(d);
  const end = x + aligned(4 * n * d);
  return { memory: sharedMemory(end + workBytes), n, d, control, parts, x, end };
}

/** The features of a table, n x d, row by row: row-major. */
export const featuresOf = ({ memory, x, n, d }: DenseTable): Float32Array =>
  new Float32Array(memory.buffer, x, n * d);

/** Where a thread adds a gradient's parts. */
export const partOf = ({ parts, d }: DenseTable, thread: number): number =>
  parts + thread * partBytes(d) + 64;

/** One thread's hands on a table: its kernels, and a part of the work memory that is its own. */
export interface Desk {
  readonly table: DenseTable;
  readonly kernels: DenseKernels;
  /** 0 for the thread that leads. */
  readonly thread: number;
  /** Whether other threads help. */
  readonly helped: boolean;
  /** Bytes at a multiple of 64. Throws RangeError where there are no more. */
  take(bytes: number): number;
  /** Everything taken after this call is given back by calling what it returns. */
  mark(): () => void;
}

/** Share `thread` of `threads` of the work memory; a desk that is helped leads the others and has all of it. */
export function createDesk(
  table: DenseTable,
  { thread = 0, threads = 1, helped = false }: Partial<Seat> = {},
): Desk {
  const kernels = denseKernels(table.memory);
  if (kernels.heapBase() > BASE) throw new Error('createDesk: the kernels have outgrown their memory');
  const work = Math.floor((table.memory.buffer.byteLength - table.end) / threads / 64) * 64;
  const last = table.end + (thread + 1) * work;
  let at = table.end + thread * work;
  return {
    table,
    kernels,
    thread,
    helped,
    take(bytes) {
      const taken = at;
      if (taken + bytes > last) {
        throw new RangeError(`createDesk: ${bytes} bytes are asked for where ${last - taken} are left`);
      }
      at += aligned(bytes);
      return taken;
    },
    mark() {
      const here = at;
      return () => {
        at = here;
      };
    },
  };
}

interface Seat {
  readonly thread: number;
  readonly threads: number;
  readonly helped: boolean;
}
