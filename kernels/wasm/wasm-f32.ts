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

/** Exports of kernels/wasm/assembly/losses32.ts. */
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
  f64(address: number, length: number): Float64Array;
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
  return {
    base: Math.ceil(kernels.heapBase() / 64) * 64,
    reserve: (bytes) => growTo(memory, bytes),
    f32: (address, length) => new Float32Array(memory.buffer, address, length),
    f64: (address, length) => new Float64Array(memory.buffer, address, length),
    annealed: kernels.annealed32,
    logistic: kernels.logistic32,
    score: kernels.score32,
    curvature: kernels.curvature32,
  };
}
