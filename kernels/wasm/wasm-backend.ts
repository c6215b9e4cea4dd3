import type { Backend, Stream } from '../backend.ts';
import { compiledKernels, growTo } from './compiled-kernels.ts';

/** Exports of kernels/wasm/assembly/index.ts. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  gaussianPair(dst: number, stride: number, blocks: number, second: number, ...address: Address): void;
  circle(dst: number, blocks: number, ...address: Address): void;
  uniformPair(first: number, second: number, blocks: number, ...address: Address): void;
  gamma(dst: number, blocks: number, shape: number, standard: number, ...address: Address): void;
  affine: Backend['affine'];
  normaliseRows: Backend['normaliseRows'];
  placeColumn: Backend['placeColumn'];
  divideByRoot: Backend['divideByRoot'];
  tableRows: Backend['tableRows'];
  repeatRows: Backend['repeatRows'];
  dotFixed: Backend['dotFixed'];
  dotRows: Backend['dotRows'];
  dotLine: Backend['dotLine'];
  dotTypes(
    t: number,
    x: number,
    u: number,
    blocks: number,
    d: number,
    types: number,
    cumulative: number,
    kinds: number,
  ): void;
  scaleByType: Backend['scaleByType'];
  chooseLogit: Backend['chooseLogit'];
  student(dst: number, blocks: number, degrees: number, ...address: Address): void;
  polynomial: Backend['polynomial'];
  divideBySize: Backend['divideBySize'];
  chooseAbove: Backend['chooseAbove'];
  score: Backend['score'];
  curvature2: Backend['curvature2'];
  curvature: Backend['curvature'];
  mixture(
    z: number,
    d: number,
    thetas: number,
    logWeights: number,
    components: number,
    offsets: number,
    users: number,
    room: number,
    scratch: number,
    out: number,
  ): void;
  probit: Backend['probit'];
  annealed: Evaluate;
  logistic: Evaluate;
  project: Backend['project'];
  sweepBuckets: Backend['sweepBuckets'];
  gatherKeys: Backend['gatherKeys'];
}

type Evaluate = (
  x: number,
  n: number,
  d: number,
  thetas: number,
  count: number,
  weights: number,
  out: number,
) => void;

type Address = [key0: number, key1: number, index: number, role: number, replicate: number];

const addressOf = (stream: Stream, index: number): Address => [
  stream.key0,
  stream.key1,
  index,
  stream.role,
  stream.replicate,
];

/** The fast backend: 128-bit SIMD kernels in their own linear memory, which grows to at most 4 GiB. */
export function createWasmBackend(): Backend {
  const instance = new WebAssembly.Instance(compiledKernels());
  // The one seam where types are stated, not checked: the module is compiled from the sources beside this file.
  const kernels = instance.exports as unknown as Exports;
  const { memory } = kernels;
  let doubles = new Float64Array(memory.buffer);
  return {
    id: 'wasm-f64',
    base: Math.ceil(kernels.heapBase() / 64) * 64,
    reserve(bytes) {
      // Asking the memory for its size takes as long as a small kernel.
      if (bytes <= 8 * doubles.length) return;
      growTo(memory, bytes);
      doubles = new Float64Array(memory.buffer);
    },
    f64: (address, length) => new Float64Array(memory.buffer, address, length),
    doubles: () => doubles,
    u32: (address, length) => new Uint32Array(memory.buffer, address, length),
    u8: (address, length) => new Uint8Array(memory.buffer, address, length),
    gaussianPair: (dst, stride, blocks, second, stream, index) =>
      kernels.gaussianPair(dst, stride, blocks, second ? 1 : 0, ...addressOf(stream, index)),
    circle: (dst, blocks, stream, index) => kernels.circle(dst, blocks, ...addressOf(stream, index)),
    uniformPair: (first, second, blocks, stream, index) =>
      kernels.uniformPair(first, second, blocks, ...addressOf(stream, index)),
    gamma: (dst, blocks, shape, stream, index) =>
      kernels.gamma(dst, blocks, shape, 0, ...addressOf(stream, index)),
    standardGamma: (dst, blocks, shape, stream, index) =>
      kernels.gamma(dst, blocks, shape, 1, ...addressOf(stream, index)),
    affine: kernels.affine,
    normaliseRows: kernels.normaliseRows,
    placeColumn: kernels.placeColumn,
    divideByRoot: kernels.divideByRoot,
    tableRows: kernels.tableRows,
    repeatRows: kernels.repeatRows,
    dotFixed: kernels.dotFixed,
    dotRows: kernels.dotRows,
    dotLine: kernels.dotLine,
    dotTypes: (t, x, u, { blocks, d, types, cumulative, kinds }) =>
      kernels.dotTypes(t, x, u, blocks, d, types, cumulative, kinds),
    scaleByType: kernels.scaleByType,
    chooseLogit: kernels.chooseLogit,
    student: (dst, blocks, degrees, stream, index) =>
      kernels.student(dst, blocks, degrees, ...addressOf(stream, index)),
    polynomial: kernels.polynomial,
    divideBySize: kernels.divideBySize,
    chooseAbove: kernels.chooseAbove,
    score: kernels.score,
    curvature2: kernels.curvature2,
    curvature: kernels.curvature,
    mixture: ({ z, d, thetas, logWeights, components, offsets, users, room, scratch }, out) =>
      kernels.mixture(z, d, thetas, logWeights, components, offsets, users, room, scratch, out),
    probit: kernels.probit,
    annealed: ({ z, n, d, weights }, thetas, count, out) =>
      kernels.annealed(z, n, d, thetas, count, weights, out),
    logistic: ({ z, n, d, weights }, thetas, count, out) =>
      kernels.logistic(z, n, d, thetas, count, weights, out),
    project: kernels.project,
    sweepBuckets: kernels.sweepBuckets,
    gatherKeys: kernels.gatherKeys,
  };
}
