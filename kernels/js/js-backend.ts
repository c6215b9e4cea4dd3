import type { Backend } from '../backend.ts';
import * as choose from './choose.ts';
import * as draw from './draw.ts';
import * as features from './features.ts';
import { gamma } from './gamma.ts';
import * as losses from './losses.ts';
import { mixture } from './mixture.ts';
import { probit } from './probit.ts';
import { gatherKeys, project, sweepBuckets } from './sweep.ts';
import * as users from './users.ts';

/** The reference backend: plain code on an ordinary buffer, in the operation order of the vector kernels. */
export function createJsBackend(): Backend {
  let memory = new Float64Array(0);
  return {
    id: 'js',
    base: 64,
    reserve(bytes) {
      if (memory.byteLength >= bytes) return;
      const grown = new Float64Array(Math.ceil(bytes / 8));
      grown.set(memory);
      memory = grown;
    },
    f64: (address, length) => new Float64Array(memory.buffer, address, length),
    doubles: () => memory,
    u32: (address, length) => new Uint32Array(memory.buffer, address, length),
    u8: (address, length) => new Uint8Array(memory.buffer, address, length),
    gaussianPair: (dst, stride, blocks, second, stream, index) =>
      draw.gaussianPair(memory, dst, stride, blocks, second, stream, index),
    circle: (dst, blocks, stream, index) => draw.circle(memory, dst, blocks, stream, index),
    uniformPair: (first, second, blocks, stream, index) =>
      draw.uniformPair(memory, first, second, blocks, stream, index),
    gamma: (dst, blocks, shape, stream, index) => gamma(memory, dst, blocks, shape, false, stream, index),
    standardGamma: (dst, blocks, shape, stream, index) =>
      gamma(memory, dst, blocks, shape, true, stream, index),
    affine: (x, blocks, d, factor, mean) => draw.affine(memory, x, blocks, d, factor, mean),
    normaliseRows: (x, blocks, d) => draw.normaliseRows(memory, x, blocks, d),
    placeColumn: (dst, stride, src, srcStride, blocks, scale, shift) =>
      features.placeColumn(memory, dst, stride, src, srcStride, blocks, scale, shift),
    divideByRoot: (x, blocks, d, g, factor) => features.divideByRoot(memory, x, blocks, d, g, factor),
    tableRows: (x, u, blocks, d, table, rows) => features.tableRows(memory, x, u, blocks, d, table, rows),
    repeatRows: (x, src, blocks, d, skip, times) => users.repeatRows(memory, x, src, blocks, d, skip, times),
    dotFixed: (t, x, blocks, d, beta) => draw.dotFixed(memory, t, x, blocks, d, beta),
    dotRows: (t, x, beta, blocks, d) => draw.dotRows(memory, t, x, beta, blocks, d),
    dotLine: (t, x, g, blocks, d, mean, along) => users.dotLine(memory, t, x, g, blocks, d, mean, along),
    dotTypes: (t, x, u, shape) => draw.dotTypes(memory, t, x, u, shape),
    scaleByType: (t, u, blocks, scales, cumulative, kinds) =>
      draw.scaleByType(memory, t, u, blocks, scales, cumulative, kinds),
    chooseLogit: (x, t, u, blocks, d) => draw.chooseLogit(memory, x, t, u, blocks, d),
    student: (dst, blocks, degrees, stream, index) =>
      choose.student(memory, dst, blocks, degrees, stream, index),
    polynomial: (s, blocks, coefficients, terms) => choose.polynomial(memory, s, blocks, coefficients, terms),
    divideBySize: (t, s, blocks) => choose.divideBySize(memory, t, s, blocks),
    chooseAbove: (x, t, v, blocks, d) => choose.chooseAbove(memory, x, t, v, blocks, d),
    score: (z, blocks, d, theta, weights) => losses.score(memory, z, blocks, d, theta, weights),
    curvature2: (z, blocks, stride, t0, t1, out) => losses.curvature2(memory, z, blocks, stride, t0, t1, out),
    curvature: (z, blocks, stride, d, theta, weights, out) =>
      losses.curvature(memory, z, blocks, stride, d, theta, weights, out),
    mixture: (data, out) => mixture(memory, data, out),
    probit: (z, blocks, stride, d, theta, out) => probit(memory, z, blocks, stride, d, theta, out),
    annealed: (data, thetas, count, out) => losses.annealed(memory, data, thetas, count, out),
    logistic: (data, thetas, count, out) => losses.logistic(memory, data, thetas, count, out),
    project: (z, blocks, d, first, second, out) => project(memory, z, blocks, d, first, second, out),
    sweepBuckets(z, blocks, buckets, counts, ids) {
      const u32 = new Uint32Array(memory.buffer);
      sweepBuckets(memory, z, blocks, buckets, u32.subarray(counts / 4), u32.subarray(ids / 4));
    },
    gatherKeys(z, blocks, ids, flags, even, odd) {
      const rowIds = new Uint32Array(memory.buffer, ids, 8 * blocks);
      gatherKeys(memory, z, rowIds, new Uint8Array(memory.buffer, flags), even, odd);
    },
  };
}
