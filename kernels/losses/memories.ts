import { createHeap } from './heap.ts';

/** The most that one linear memory can hold. */
const MEMORY_LIMIT = 4_294_901_760;

/** Bytes that a memory grows by at once at most beyond what is needed: growing may copy all of it. */
const SPARE = 16_777_216;

/** Kernels on a linear memory of their own. */
interface Kernels {
  readonly base: number;
  reserve(bytes: number): void;
}

/** One memory, in which data sets lie side by side. */
export interface SharedMemory<K extends Kernels> {
  readonly kernels: K;
  /** Address of bytes that hold whatever was there before, on a 64-byte boundary. */
  take(bytes: number): number;
  /** Gives back what `take` gave for as many bytes. */
  free(address: number, bytes: number): void;
}

/** Where data sets lie: as many as fit share a memory, since a thousand memories are slow to make and to go round. */
export interface Memories<K extends Kernels> {
  /** A memory that has room for so many bytes beside what it holds. */
  withRoom(bytes: number): SharedMemory<K>;
}

/** @param bytesEach What a memory holds before another is opened; a data set that is larger has one to itself. */
export function createMemories<K extends Kernels>(open: () => K, bytesEach: number): Memories<K> {
  const opened: (SharedMemory<K> & { held: () => number })[] = [];
  return {
    withRoom(bytes) {
      const found = opened.find(({ held }) => held() === 0 || held() + bytes <= bytesEach);
      if (found !== undefined) return found;
      const memory = sharedMemory(open());
      opened.push(memory);
      return memory;
    },
  };
}

function sharedMemory<K extends Kernels>(kernels: K): SharedMemory<K> & { held: () => number } {
  const heap = createHeap(kernels.base, MEMORY_LIMIT);
  let held = 0;
  let reserved = 0;
  return {
    kernels,
    held: () => held,
    take(bytes) {
      const address = heap.take(bytes);
      if (address === null) {
        throw new RangeError(
          `losses: ${bytes} bytes are asked of a memory that holds ${MEMORY_LIMIT} at most`,
        );
      }
      if (address + bytes > reserved) {
        reserved = Math.min(MEMORY_LIMIT, address + bytes + Math.min(address + bytes, SPARE));
        kernels.reserve(reserved);
      }
      held += bytes;
      return address;
    },
    free(address, bytes) {
      heap.free(address, bytes);
      held -= bytes;
    },
  };
}
