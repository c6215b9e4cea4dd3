import { compiledKernels, growTo } from './compiled-kernels.ts';

/** Sums at `count` points over n rows of d float32 features at x; addresses in bytes, thetas and weights in float32. */
type Evaluate = (
  x: number,
  n: number,
  d: number,
  thetas: number,
  count: number,
  weights: number,
  part: number,
  out: number,
) => void;

/** Exports of kernels/wasm/assembly/index.ts. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  annealed32: Evaluate;
  logistic32: Evaluate;
  score32(x: number, n: number, d: number, theta: number, weights: number): number;
  curvature32(
    x: number,
    n: number,
    stride: number,
    d: number,
    theta: number,
    weights: number,
    part: number,
    out: number,
  ): void;
}

/** The single-precision kernels on one linear memory of at most 4 GiB. */
export interface F32Kernels {
  /** First free byte. */
  readonly base: number;
  /** Makes memory at least `bytes` long. Views made before are stale afterwards. */
  reserve(bytes: number): void;
  f32(address: number, length: number): Float32Array;
  /** All of memory, as views that are made once: byte address / 4 or / 8 is the place in them. */
  singles(): Float32Array;
  doubles(): Float64Array;
  readonly annealed: Evaluate;
  readonly logistic: Evaluate;
  readonly score: Exports['score32'];
  readonly curvature: Exports['curvature32'];
}

export function createF32Kernels(): F32Kernels {
  const instance = new WebAssembly.Instance(compiledKernels());
  // The one seam where types are stated, not checked: the module is compiled from the sources beside this file.
  const kernels = instance.exports as unknown as Exports;
  const { memory } = kernels;
  let singles = new Float32Array(memory.buffer);
  let doubles = new Float64Array(memory.buffer);
  return {
    base: Math.ceil(kernels.heapBase() / 64) * 64,
    reserve(bytes) {
      // Asking the memory for its size takes as long as a small kernel.
      if (bytes <= 8 * doubles.length) return;
      growTo(memory, bytes);
      singles = new Float32Array(memory.buffer);
      doubles = new Float64Array(memory.buffer);
    },
    f32: (address, length) => new Float32Array(memory.buffer, address, length),
    singles: () => singles,
    doubles: () => doubles,
    annealed: kernels.annealed32,
    logistic: kernels.logistic32,
    score: kernels.score32,
    curvature: kernels.curvature32,
  };
}
