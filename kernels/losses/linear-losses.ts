import { type Arena, arenaOn, type Sample } from '../arena.ts';
import type { Backend } from '../backend.ts';
import { type BlockSource, comparisonsLength } from '../comparisons.ts';
import { checkWeights, copyBlocks } from './checks.ts';
import type { LoadedComparisons, Losses } from './contract.ts';
import { LinearComparisons } from './linear-comparisons.ts';
import { createMemories, type SharedMemory } from './memories.ts';

/** Bytes of data sets that share a memory before another is opened. */
const MEMORY_BYTES = 1_073_741_824;

/**
 * The losses on the linear memory of float64 kernels: `js` and `wasm-f64`, which give the same bits.
 *
 * Data sets lie side by side in one memory, in several where they are large, and may be disposed in any order.
 */
export function linearLosses(createBackend: () => Backend, memoryBytes = MEMORY_BYTES): Losses {
  const first = createBackend();
  let unused: Backend | null = first;
  const memories = createMemories(() => {
    const backend = unused ?? createBackend();
    unused = null;
    return backend;
  }, memoryBytes);
  return {
    id: first.id,
    // Blocks of eight rows are added one after the other to two lanes.
    precision: (n, d) => ({ unit: Number.EPSILON / 2, dotTerms: d, rowTerms: Math.ceil(n / 8) }),
    load(source, weights) {
      checkWeights(weights, source.n);
      const memory = memories.withRoom(8 * comparisonsLength(source.n, source.d));
      const loaded = copiedInto(memory, source);
      if (weights !== undefined) loaded.reweigh(weights);
      return loaded;
    },
    annealedOfEach: (sets, points) => LinearComparisons.annealedOfEach(sets, points),
  };
}

function copiedInto(memory: SharedMemory<Backend>, source: BlockSource): LoadedComparisons {
  const { n, d } = source;
  const bytes = 8 * comparisonsLength(n, d);
  const z = memory.take(bytes);
  const arena = arenaIn(memory);
  const releaseAll = arena.mark();
  const giveBack = (): void => {
    releaseAll();
    memory.free(z, bytes);
  };
  try {
    copyBlocks(source, memory.kernels.f64(z, bytes / 8));
  } catch (error) {
    giveBack();
    throw error;
  }
  return new LinearComparisons({ arena, n, d, blocks: Math.ceil(n / 8), z, labelsPerUser: 1 }, giveBack);
}

/** Room for the weights and the evaluations of one data set in a memory that many share. */
function arenaIn({ kernels, take, free }: SharedMemory<Backend>): Arena {
  const taken: { readonly address: number; readonly bytes: number }[] = [];
  return arenaOn(kernels, {
    allocate(bytes) {
      const address = take(bytes);
      taken.push({ address, bytes });
      return address;
    },
    mark() {
      const before = taken.length;
      return () => {
        for (let k = taken.length; k > before; k--) {
          const last = taken.pop();
          if (last !== undefined) free(last.address, last.bytes);
        }
      };
    },
  });
}

/** The losses of a sample where it lies: nothing is copied, so that nothing needs to be disposed. */
export const sampleLosses = (sample: Sample): LoadedComparisons => new LinearComparisons(sample, null);
