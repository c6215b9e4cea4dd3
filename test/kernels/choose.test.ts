import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArena } from '../../kernels/arena.ts';
import type { Backend } from '../../kernels/backend.ts';
import { createJsBackend } from '../../kernels/js/js-backend.ts';
import type { ChoiceLaw, NoiseLaw, Population } from '../../kernels/populations/population.ts';
import { createSampler } from '../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';

const property = { seed: 20251028, numRuns: 200 };

/** Values of every size and both zeros, as tastes and noise sizes may be. */
const extreme = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.constantFrom(0, -0, 1e-320, -1e-320, 700, -700, 1e308, -1e308),
);
const blocksOf = (values: fc.Arbitrary<number>, blocks: number): fc.Arbitrary<number[]> =>
  fc.array(values, { minLength: 8 * blocks, maxLength: 8 * blocks });

/** The bytes of `size` values after a kernel ran on memory that holds the lists one after the other. */
function bytesAfter(
  backend: Backend,
  lists: readonly (readonly number[])[],
  run: (backend: Backend, addresses: readonly number[]) => void,
): Uint8Array {
  const arena = createArena(backend);
  const addresses = lists.map((list) => arena.copy(list));
  run(backend, addresses);
  return backend.u8(addresses[0], arena.f64(1) - addresses[0]).slice();
}

function expectSameBytes(
  lists: readonly (readonly number[])[],
  run: (backend: Backend, addresses: readonly number[]) => void,
): void {
  expect(bytesAfter(createWasmBackend(), lists, run)).toEqual(bytesAfter(createJsBackend(), lists, run));
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('the kernels of choices give the same bytes on js and wasm-f64', () => {
  it('Student noise, of any degrees and address', () => {
    const degrees = fc.oneof(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.constantFrom(1e-8, 1, 2, 3, 1e12),
    );
    fc.assert(
      fc.property(
        degrees,
        fc.integer({ min: 1, max: 5 }),
        fc.tuple(word, word, word, word, word),
        (k, blocks, [key0, key1, role, replicate, index]) => {
          expectSameBytes([Array(8 * blocks).fill(0)], (backend, [dst]) =>
            backend.student(dst, blocks, k, { key0, key1, role, replicate }, index),
          );
        },
      ),
      property,
    );
  });

  it('polynomials', () => {
    fc.assert(
      fc.property(
        blocksOf(extreme, 2),
        fc.array(extreme, { minLength: 1, maxLength: 6 }),
        (s, coefficients) => {
          // Overflow to NaN has no fixed bits; a noise size is finite.
          const sizes = s.map((value) => Math.max(-1e40, Math.min(1e40, value)));
          const bounded = coefficients.map((value) => Math.max(-1e40, Math.min(1e40, value)));
          expectSameBytes([sizes, bounded], (backend, [at, c]) =>
            backend.polynomial(at, 2, c, bounded.length),
          );
        },
      ),
      property,
    );
  });

  it('tastes over sizes', () => {
    fc.assert(
      fc.property(blocksOf(extreme, 2), blocksOf(extreme, 2), (t, s) => {
        expectSameBytes([t, s], (backend, [tastes, sizes]) => backend.divideBySize(tastes, sizes, 2));
      }),
      property,
    );
  });

  it('choices above the noise, for infinite tastes too', () => {
    const infinite = fc.oneof(extreme, fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
    const shape = fc.record({
      d: fc.integer({ min: 1, max: 5 }),
      t: blocksOf(infinite, 2),
      v: blocksOf(extreme, 2),
    });
    fc.assert(
      fc.property(shape, fc.infiniteStream(extreme), ({ d, t, v }, values) => {
        const x = [...values.take(16 * d)];
        const opposite = v
          .map((value, i) => (i % 3 === 0 ? -t[i] : value))
          .map((u, i) => (Number.isFinite(u) ? u : v[i]));
        expectSameBytes([x, t, opposite], (backend, [rows, tastes, noise]) =>
          backend.chooseAbove(rows, tastes, noise, 2, d),
        );
      }),
      property,
    );
  });

  const base: fc.Arbitrary<NoiseLaw> = fc.oneof(
    fc.constantFrom<NoiseLaw>('logit', 'probit'),
    fc.record({
      law: fc.constant('logistic' as const),
      scale: fc.double({ min: 0.01, max: 100, noNaN: true }),
    }),
    fc.record({
      law: fc.constant('student' as const),
      degrees: fc.double({ min: 0.1, max: 100, noNaN: true }),
      scale: fc.double({ min: 0.01, max: 100, noNaN: true }),
    }),
  );
  const coefficient = fc.double({ min: -3, max: 3, noNaN: true });
  const choice = (d: number): fc.Arbitrary<ChoiceLaw> =>
    fc.oneof(
      base,
      fc.record({
        law: fc.constant('heteroskedastic' as const),
        base,
        along: fc.array(coefficient, { minLength: d, maxLength: d }),
        polynomial: fc.array(coefficient, { minLength: 1, maxLength: 5 }),
      }),
    );

  it('whole data sets of any law', () => {
    const [wasm, js] = [createWasmBackend(), createJsBackend()];
    const drawn = (backend: Backend, population: Population, n: number): Uint8Array => {
      const { sample, draw } = createSampler(createArena(backend), population, n);
      draw([1, 2], 3);
      return backend.u8(sample.z, sample.blocks * 64 * sample.d).slice();
    };
    const scenario = fc
      .integer({ min: 1, max: 4 })
      .chain((d) =>
        fc.record({ d: fc.constant(d), choice: choice(d), n: fc.integer({ min: 1, max: 1500 }) }),
      );
    fc.assert(
      fc.property(scenario, ({ d, choice, n }) => {
        const population: Population = {
          users: { law: 'point', mean: Array(d).fill(0.7) },
          features: { law: 'gaussian', dimension: d, covariance: null },
          choice,
        };
        expect(drawn(wasm, population, n)).toEqual(drawn(js, population, n));
      }),
      { ...property, numRuns: 60 },
    );
  }, 60_000);
});
