import { WASM_BASE64 } from './dense.generated.ts';

const PAGE = 65_536;
const MOST_PAGES = 65_536;

/** Exports of kernels/wasm/assembly/dense/index.ts; addresses in bytes. */
export interface DenseKernels {
  heapBase(): number;
  evaluate(
    kind: number,
    x: number,
    d: number,
    rows: number,
    signs: number,
    weights: number,
    count: number,
    theta: number,
    part: number,
    out: number,
  ): void;
  products(
    x: number,
    d: number,
    rows: number,
    count: number,
    theta: number,
    points: number,
    out: number,
    stride: number,
  ): void;
  combination(
    x: number,
    d: number,
    rows: number,
    factors: number,
    count: number,
    points: number,
    apart: number,
    part: number,
    out: number,
    stride: number,
  ): void;
}

let compiled: WebAssembly.Module | null = null;

/** Memory of at least `bytes` that threads can share. Throws RangeError above 4 GiB, which is all that kernels can address. */
export function sharedMemory(bytes: number): WebAssembly.SharedMemory {
  const pages = Math.ceil(bytes / PAGE);
  if (pages > MOST_PAGES) {
    throw new RangeError(
      `sharedMemory: ${(bytes / 1e9).toFixed(2)} GB are needed; at most 4.29 GB can be addressed`,
    );
  }
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The kernels on a memory, for one thread; those of other threads on the same memory do not disturb them. */
export function denseKernels(memory: WebAssembly.SharedMemory): DenseKernels {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(WASM_BASE64), (c) => c.charCodeAt(0)));
  const abort = (): never => {
    throw new Error('denseKernels: a kernel stopped');
  };
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  // The one seam where types are stated, not checked: the module is compiled from the sources beside this file.
  return exports as unknown as DenseKernels;
}
