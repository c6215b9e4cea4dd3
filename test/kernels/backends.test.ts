import { describe, expect, it } from 'vitest';
import { createArena, type Sample } from '../../kernels/arena.ts';
import type { Backend } from '../../kernels/backend.ts';
import { probit } from '../../kernels/estimators/probit.ts';
import { rlhf } from '../../kernels/estimators/rlhf.ts';
import { signAnneal } from '../../kernels/estimators/sign-anneal.ts';
import { signExact } from '../../kernels/estimators/sign-exact.ts';
import { createJsBackend } from '../../kernels/js/js-backend.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { createSampler } from '../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';
import { EVERY_LAW, TABLES } from '../support/populations.ts';

const gaussian = (dimension: number) => ({ law: 'gaussian', dimension, covariance: null }) as const;
const ramp = (d: number): number[] => Array.from({ length: d }, (_, j) => 2 - 0.7 * j);
const tridiagonal = (d: number): number[][] =>
  Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? 0.5 : 0)),
  );

const POPULATIONS: Readonly<Record<string, Population>> = {
  'two types, d = 2': {
    users: {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.5, 0.5],
    },
    features: gaussian(2),
    choice: 'logit',
  },
  'one type, circle': {
    users: { law: 'point', mean: [2, 0] },
    features: { law: 'sphere', dimension: 2 },
    choice: 'logit',
  },
  'eleven types, d = 3, covariance': {
    users: {
      law: 'mixture',
      types: Array.from({ length: 11 }, (_, k) => [1, k / 4 - 1, 0.3 * k]),
      weights: Array(11).fill(1 / 11),
    },
    features: { law: 'gaussian', dimension: 3, covariance: tridiagonal(3) },
    choice: 'logit',
  },
  'scales, sphere in d = 5': {
    users: { law: 'scale', direction: ramp(5), scales: [0.5, 1, 400], weights: [0.3, 0.3, 0.4] },
    features: { law: 'sphere', dimension: 5 },
    choice: 'logit',
  },
  'gaussian users, d = 4': {
    users: { law: 'gaussian', mean: ramp(4), covariance: tridiagonal(4) },
    features: gaussian(4),
    choice: 'logit',
  },
};

/** All bytes of the comparisons. */
const bytesOf = ({ arena, z, blocks, d }: Sample): Uint8Array => arena.backend.u8(z, blocks * 64 * d).slice();

function drawn(backend: Backend, population: Population, n: number): Sample {
  const sampler = createSampler(createArena(backend), population, n, TABLES);
  sampler.draw([0x9e3779b9, 0xfedcba98], 0xfffffffe);
  sampler.draw([0x12345678, 0xfedcba98], 3);
  return sampler.sample;
}

describe('the js and the wasm-f64 backend', () => {
  it.each(Object.entries({ ...POPULATIONS, ...EVERY_LAW }))('draw the same bytes: %s', (_, population) => {
    for (const n of [1, 13, 1024, 2500]) {
      const wasm = bytesOf(drawn(createWasmBackend(), population, n));
      const js = bytesOf(drawn(createJsBackend(), population, n));
      expect([wasm.length, wasm.findIndex((byte, k) => byte !== js[k])]).toEqual([js.length, -1]);
    }
  });

  it.each(Object.entries(POPULATIONS))('fit the same bits: %s', (_, population) => {
    const js = drawn(createJsBackend(), population, 5003);
    const wasm = drawn(createWasmBackend(), population, 5003);
    const options = { lambda: [1, 15], steps: 20 } as const;
    expect(probit(wasm)).toEqual(probit(js));
    expect(rlhf(wasm)).toEqual(rlhf(js));
    expect(signAnneal(wasm, options)).toEqual(signAnneal(js, options));
    if (js.d === 2) expect(signExact(wasm)).toEqual(signExact(js));
  });

  it('differ when a draw differs, so that the comparison can fail', () => {
    const population = POPULATIONS['two types, d = 2'];
    const other = drawn(createWasmBackend(), { ...population, users: { law: 'point', mean: [0, 1] } }, 2500);
    expect(bytesOf(other)).not.toEqual(bytesOf(drawn(createJsBackend(), population, 2500)));
  });
});
