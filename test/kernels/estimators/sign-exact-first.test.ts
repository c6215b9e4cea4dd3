import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimatorOf } from '../../../functions/study/estimators/registry.ts';
import { signExact } from '../../../kernels/estimators/sign-exact.ts';
import golden from '../../golden/maximum-score.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

type Rows = readonly (readonly number[])[];

const first = (rows: Rows) => signExact(sampleOf(rows, undefined, 2), 'first-positive');

describe.each(BACKENDS)('signExact over theta_1 > 0 on %s', (_, backend) => {
  for (const [kind, cases] of Object.entries({
    'in general position': golden.samples,
    'with ties': golden.zeros,
  })) {
    it(`agrees with numpy's sweep over the second coefficient, rows ${kind}`, () => {
      for (const { rows, b, score } of cases) {
        const fit = signExact(sampleOf(rows, backend(), 2), 'first-positive');
        expect(fit.status).toBe('ok');
        expect(Math.round(fit.score * rows.length)).toBe(score);
        expect(Math.abs(fit.direction[1] / fit.direction[0] - b)).toBeLessThan(1e-12 * (1 + b * b));
      }
    });
  }
});

interface Found {
  readonly score: number;
  readonly constant: boolean;
  readonly direction: readonly [number, number];
  readonly width: number;
}

/** Every arc of (-pi/2, pi/2) between boundaries, its score from the definition: O(n^2), no buckets, no sweep. */
function bruteForce(rows: Rows): Found {
  const boundaries = rows
    .filter(([x, y]) => x !== 0 || y !== 0)
    .map(([x, y]) => (y === 0 ? Math.PI / 2 : Math.atan(-x / y)));
  const ends = [...new Set([-Math.PI / 2, ...boundaries, Math.PI / 2])].sort((a, b) => a - b);
  const arcs = ends.slice(1).map((to, i) => {
    const middle = (ends[i] + to) / 2;
    const score = rows.reduce(
      (sum, [x, y]) => sum + Math.sign(x * Math.cos(middle) + y * Math.sin(middle)),
      0,
    );
    return { middle, length: to - ends[i], score };
  });
  // Equal boundaries differ by rounding; an arc of their distance is none.
  const real = arcs.filter(({ length }) => length > 1e-9);
  const score = Math.max(...real.map((arc) => arc.score));
  const best = real.filter((arc) => arc.score === score);
  const sum = (term: (angle: number) => number): number =>
    best.reduce((total, { middle, length }) => total + 2 * Math.sin(length / 2) * term(middle), 0);
  const [x, y] = [sum(Math.cos), sum(Math.sin)];
  const norm = Math.hypot(x, y);
  return {
    score,
    constant: best.length === real.length,
    direction: [x / norm, y / norm],
    width: best.reduce((total, { length }) => total + length, 0),
  };
}

const integerRows = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});
const realRows = fc.array(
  fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 })),
  { minLength: 1, maxLength: 300 },
);
/** Most rows say that theta_1 is negative, so that the best direction of all is on the other half. */
const contraryRows = realRows.map((rows) => rows.map(([x, y], i) => [i % 5 === 0 ? x : -Math.abs(x), y]));
const property = { seed: 20251028, numRuns: 300 };

describe('signExact over theta_1 > 0', () => {
  it('finds the maximum and the centroid of brute force over all arcs of the half circle', () => {
    let outside = 0;
    fc.assert(
      fc.property(fc.oneof(integerRows, realRows, contraryRows), (rows) => {
        const expected = bruteForce(rows);
        const fit = first(rows);
        expect(fit.status).toBe(expected.constant ? 'degenerate' : 'ok');
        if (fit.status !== 'ok') return;
        expect(Math.round(fit.score * rows.length)).toBe(expected.score);
        expect(fit.diagnostics.width).toBeCloseTo(expected.width, 7);
        expect(fit.direction[0]).toBeGreaterThan(0);
        expect(fit.direction[0]).toBeCloseTo(expected.direction[0], 7);
        expect(fit.direction[1]).toBeCloseTo(expected.direction[1], 7);
        const whole = signExact(sampleOf(rows, undefined, 2));
        if (whole.status === 'ok' && whole.score > fit.score) outside++;
      }),
      property,
    );
    // The optimum of the whole circle lay on the other half often enough to be tested.
    expect(outside).toBeGreaterThan(50);
  });

  it('is the whole circle’s estimate where all of its optimal arcs have a positive first coordinate', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const rows = recipeRows({ n: 400, d: 2, seed, beta: [2, 1] });
      expect(first(rows)).toEqual(signExact(sampleOf(rows)));
    }
  });

  it('keeps arcs on either side of (1, 0) and of the ends apart or together as they are', () => {
    // Optimal for phi in (-45, 45) degrees: one arc across (1, 0).
    expect(
      first([
        [1, 1],
        [1, -1],
      ]).diagnostics,
    ).toMatchObject({ arcs: 1 });
    expect(
      first([
        [1, 1],
        [1, -1],
      ]).direction,
    ).toEqual(Float64Array.of(1, 0));
    // S is -2 on (-45, 45) degrees and 0 on the two arcs beside it, up to the ends; over the whole circle it reaches 2.
    const contrary = first([
      [-1, 1],
      [-1, -1],
    ]);
    expect(contrary).toMatchObject({ status: 'ok', score: 0, diagnostics: { arcs: 2 } });
    expect(contrary.direction[0]).toBeCloseTo(1, 14);
  });

  it('is degenerate where the half circle is all the same, good or bad', () => {
    for (const rows of [
      [[1, 0]],
      [[-1, 0]],
      [[0, 0]],
      [
        [2, 1],
        [-2, -1],
      ],
      [
        [-3, 0],
        [-1, 0],
      ],
    ]) {
      expect(first(rows).status).toBe('degenerate');
    }
    expect(first([[0, 1]])).toMatchObject({ status: 'ok', score: 1 });
  });
});

describe('estimators that maximise over all directions, with the first coefficient fixed', () => {
  const toward = recipeRows({ n: 300, d: 2, seed: 3, beta: [1, 2] });
  const away = toward.map(([x, y]) => [-x, -y]);
  const specs = [
    { id: 'rlhf', kind: 'rlhf' },
    { id: 'anneal', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps: 50 },
  ] as const;

  it.each(specs)('$id keeps its estimate where it is allowed and codes it infeasible where not', (spec) => {
    const free = estimatorOf(spec);
    const fixed = estimatorOf({ ...spec, normalise: 'first' });
    expect(fixed.fit(sampleOf(toward))).toEqual(free.fit(sampleOf(toward)));
    const outside = fixed.fit(sampleOf(away));
    expect(free.fit(sampleOf(away)).status).toBe('ok');
    expect(outside.status).toBe('infeasible');
    expect([...outside.direction, outside.score].every(Number.isNaN)).toBe(true);
    expect(fixed.revision).toBe(free.revision);
  });

  it('sign searches the half circle instead, and finds a direction there', () => {
    const exact = estimatorOf({ id: 'sign', kind: 'sign', solver: 'exact', normalise: 'first' });
    expect(exact.fit(sampleOf(away)).direction[0]).toBeGreaterThan(0);
    expect(exact.fit(sampleOf(away)).status).toBe('ok');
  });
});
