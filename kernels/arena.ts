import type { Backend } from './backend.ts';
import { type BlockSource, blocksOf, type Comparisons, comparisonsLength } from './comparisons.ts';
import type { LoadedComparisons } from './losses/contract.ts';

/** A bump allocator on a backend's memory: what one block of replicates needs, laid out once and used again. */
export interface Arena {
  readonly backend: Backend;
  /** Address of `length` zeroed float64 values, on a 64-byte boundary. */
  f64(length: number): number;
  /** Address of `length` zeroed uint32 values, on a 64-byte boundary. */
  u32(length: number): number;
  /** Address of bytes that hold whatever was there before. */
  scratch(bytes: number): number;
  /** Address of a copy of the values. */
  copy(values: ArrayLike<number>): number;
  /** Gives back everything allocated since. */
  mark(): () => void;
}

export function createArena(backend: Backend): Arena {
  let top = backend.base;
  return arenaOn(backend, {
    allocate(bytes) {
      const address = top;
      top += Math.ceil(bytes / 64) * 64;
      backend.reserve(top);
      return address;
    },
    mark() {
      const before = top;
      return () => {
        top = before;
      };
    },
  });
}

/** Where an arena's bytes come from. */
interface Allocator {
  /** Address on a 64-byte boundary of bytes that the backend can reach. */
  allocate(bytes: number): number;
  mark(): () => void;
}

export function arenaOn(backend: Backend, { allocate, mark }: Allocator): Arena {
  const f64 = (length: number): number => {
    const address = allocate(length * 8);
    backend.f64(address, length).fill(0);
    return address;
  };
  return {
    backend,
    f64,
    u32(length) {
      const address = allocate(length * 4);
      backend.u32(address, length).fill(0);
      return address;
    },
    scratch: allocate,
    copy(values) {
      const address = f64(values.length);
      backend.f64(address, values.length).set(values);
      return address;
    },
    mark,
  };
}

/** Comparisons that lie in an arena, where the kernels can reach them. */
export interface Sample {
  readonly arena: Arena;
  readonly n: number;
  readonly d: number;
  /** ceil(n / 8); the rows that pad the last block are zero. */
  readonly blocks: number;
  /** Address of the comparisons, laid out as in `Comparisons`. */
  readonly z: number;
  /** Rows m k .. m k + m - 1 are user k's, m = labelsPerUser; 1 where every row is of a user of its own. */
  readonly labelsPerUser: number;
  /** Where users have different numbers of rows: rows userOffsets[u] .. userOffsets[u + 1] - 1 are user u's, one at least. */
  readonly userOffsets?: Uint32Array;
  /**
   * Where the stages of a fit that search evaluate losses of these comparisons; absent where that is on the sample
   * itself. Loaded when first asked for.
   */
  readonly search?: () => LoadedComparisons;
}

/** Copies comparisons into an arena. */
export function loadSample(arena: Arena, { n, d, data }: Comparisons): Sample {
  return { arena, n, d, blocks: Math.ceil(n / 8), z: arena.copy(data), labelsPerUser: 1 };
}

/** A sample's comparisons as a source of their blocks, read where they lie. */
export const sampleBlocks = ({ arena, n, d, z }: Sample): BlockSource =>
  blocksOf({ n, d, data: arena.backend.f64(z, comparisonsLength(n, d)) });

/** z_ij of a sample's row i, column j, read through a view of its data. */
export const sampleIndex = (row: number, column: number, d: number): number =>
  ((row >> 3) * d + column) * 8 + (row & 7);
