import { describe, expect, it, test } from 'vitest';
import { createArena, type Sample } from '../../../kernels/arena.ts';
import { em } from '../../../kernels/estimators/em.ts';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { BACKENDS, sampleOf } from '../../support/samples.ts';

const TYPES = [
  [3, 2],
  [1, -2],
];

function drawn(n: number, labelsPerUser: number, replicate = 0, backend = BACKENDS[1][1]()): Sample {
  const users = { law: 'mixture', types: TYPES, weights: [0.5, 0.5], panel: { labelsPerUser } } as const;
  const features = { law: 'gaussian', dimension: 2, covariance: null } as const;
  const { sample, draw } = createSampler(createArena(backend), { users, features, choice: 'logit' }, n);
  draw([1, 2], replicate);
  return sample;
}

/** Degrees from (1, 0), where the mean taste points. */
const degrees = ({ direction }: { readonly direction: Float64Array }): number =>
  (Math.atan2(direction[1], direction[0]) * 180) / Math.PI;

const two = { components: 2, starts: 2 };

describe('em with one component', () => {
  it.each([
    [20_000, 2],
    [1000, 2],
    [501, 1],
  ])('is rlhf to 1e-8: n = %i, %i labels a user', (n, m) => {
    const [fit, expected] = [em(drawn(n, m), { components: 1, starts: 1 }), rlhf(drawn(n, m))];
    expect(fit.status).toBe('ok');
    expect(Math.abs(fit.diagnostics.norm - expected.diagnostics.norm)).toBeLessThan(1e-8);
    fit.direction.forEach((value, j) => {
      expect(Math.abs(value - expected.direction[j])).toBeLessThan(1e-8);
    });
  });
  it('fails where and as rlhf does', () => {
    const separable = [
      [3, 1],
      [2, -1],
      [1, 4],
      [5, 0],
    ];
    const flat = [
      [1, 0],
      [-1, 0],
      [2, 0],
    ];
    for (const rows of [
      separable,
      flat,
      [[0, 0]],
      [
        [1, 0],
        [-1, 0],
        [0, 1],
        [2, 1],
        [-2, 1],
      ],
    ]) {
      const { status } = rlhf(sampleOf(rows));
      expect(status).not.toBe('ok');
      expect(em(sampleOf(rows), { components: 1, starts: 1 }).status).toBe(status);
      expect(em(sampleOf(rows), two).status).toBe(status);
    }
  });
});

test('em with two components is unbiased where rlhf is 10.8 degrees off: two types, two labels a user, n = 20,000', () => {
  const errors = Array.from({ length: 12 }, (_, r) => degrees(em(drawn(20_000, 2, r), two)));
  const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
  expect(Math.abs(mean)).toBeLessThan(1.5);
  expect(Math.abs(degrees(rlhf(drawn(20_000, 2))))).toBeGreaterThan(8);
});

test('no step of a start lowers the log-likelihood by more than rounding, and the steps change no bit', () => {
  for (const options of [two, { components: 3, starts: 2 }, { ...two, ridge: 0.01 }]) {
    const sample = drawn(600, 2);
    const seen: { readonly start: number; readonly objective: number }[] = [];
    const fit = em(sample, options, { onStep: ({ start, objective }) => seen.push({ start, objective }) });
    expect(fit).toEqual(em(sample, options));
    const falls = seen.filter((one, i) => {
      const before = seen[i - 1];
      return (
        i > 0 &&
        before.start === one.start &&
        one.objective < before.objective - 1.1e-13 * Math.abs(before.objective)
      );
    });
    expect([seen.length > 10, falls]).toEqual([true, []]);
  }
});

test('both backends give the same bits', () => {
  const [js, wasm] = BACKENDS.map(([, backend]) => em(drawn(803, 3, 0, backend()), two));
  expect(wasm).toEqual(js);
});

test('flipped labels turn the answer round, and another unit leaves it alone, to the bit', () => {
  const panel = (scale: number): Sample => {
    const sample = drawn(2000, 2);
    const data = sample.arena.backend.f64(sample.z, 16 * sample.blocks);
    data.set(data.map((value) => scale * value));
    return sample;
  };
  const [base, flipped, scaled] = [1, -1, 64].map((scale) => em(panel(scale), two));
  expect(base.status).toBe('ok');
  expect([...flipped.direction]).toEqual([...base.direction].map((v) => -v));
  expect([...scaled.direction]).toEqual([...base.direction]);
});

test('a component that its users agree with everywhere is separable, and has a fit with a ridge', () => {
  const three = { components: 3, starts: 2 };
  const found = Array.from({ length: 6 }, (_, r) => em(drawn(80, 2, r), three).status);
  const replicate = found.indexOf('separable');
  expect(replicate).toBeGreaterThanOrEqual(0);
  expect(em(drawn(80, 2, replicate), { ...three, ridge: 1e-3 }).status).toBe('ok');
});
