import { describe, expect, it } from 'vitest';
import { createArena, loadSample } from '../../../kernels/arena.ts';
import { comparisonsFromRows } from '../../../kernels/comparisons.ts';
import { byUser, denseEm, strangers } from '../../../kernels/dense/dense-em.ts';
import { denseRlhf } from '../../../kernels/dense/dense-rlhf.ts';
import { loadDense } from '../../../kernels/dense/dense-sample.ts';
import { denseShape } from '../../../kernels/dense/dense-shape.ts';
import { denseAnneal, denseStaged } from '../../../kernels/dense/dense-sign.ts';
import type { Users } from '../../../kernels/dense/mixture-shares.ts';
import { em } from '../../../kernels/estimators/em.ts';
import { ridgeRlhf } from '../../../kernels/estimators/rlhf.ts';
import { signStaged } from '../../../kernels/estimators/sign-staged.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import { ownRandom } from '../../../kernels/random/own-random.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { chosenBy, judgedBy, randomDesk, uniforms } from '../../support/dense.ts';

const [N, D] = [4000, 12];
const LAMBDA = [1, 2, 4, 8, 15];

/** The same comparisons for the float64 estimators of this program. */
function asSample(x: Float32Array, signs: Int8Array, d: number) {
  const rows = Float64Array.from(x, (value, k) => signs[Math.floor(k / d)] * value);
  return loadSample(createArena(createWasmBackend()), comparisonsFromRows(rows, signs.length, d));
}

const random = ownRandom({ key0: 5, key1: 0, role: 0x80000007, replicate: 0 });

/** Panels of ten labels of two kinds of users. */
function twoKinds(n: number, d: number) {
  const { desk, x } = randomDesk(n, d, 4);
  const next = uniforms(77);
  const tastes = [0, 1].map((k) =>
    Float64Array.from({ length: d }, (_, j) => (j % 2 === k ? 4 : 0.5) * next()),
  );
  const user = Uint32Array.from({ length: n }, (_, i) => Math.floor(i / 10));
  const judged = judgedBy(n, (i) => {
    let v = 0;
    for (let j = 0; j < d; j++) v += x[i * d + j] * tastes[user[i] % 2][j];
    return (next() + 1) / 2 < 1 / (1 + Math.exp(-v)) ? 1 : -1;
  });
  return { desk, x, judged, user, mean: tastes[0].map((value, j) => (value + tastes[1][j]) / 2) };
}

describe('fits on dense float32 features', () => {
  it('RLHF with a ridge is that of Newton in float64', () => {
    const { desk, x, judged, sample } = chosenBy(N, D);
    const shape = denseShape(desk, judged);
    const found = denseRlhf(sample, shape, { ridge: 1e-3, tolerance: 1e-7 });
    const expected = ridgeRlhf(asSample(x, judged.signs, D), 1e-3);
    expect([found.status, expected.status]).toEqual(['ok', 'ok']);
    expect(angle(found.direction, expected.direction)).toBeLessThan(1e-6);
    expect(found.objective).toBeCloseTo(expected.diagnostics.objective, 7);
  });

  it('the sign estimator by stages is that of float64 at the same lambda', () => {
    const { desk, x, judged, sample } = chosenBy(N, D);
    const found = denseStaged(sample, denseShape(desk, judged), LAMBDA);
    const { scale } = found.diagnostics;
    const lambda = LAMBDA.map((one) => one / scale);
    const expected = signStaged(asSample(x, judged.signs, D), { lambda });
    expect([found.status, expected.status]).toEqual(['ok', 'ok']);
    expect(found.objective).toBeCloseTo(expected.diagnostics.objective, 6);
    expect(angle(found.direction, expected.direction)).toBeLessThan(1e-3);
  });

  it('features in another unit change no direction', () => {
    const { table, desk, x, judged, sample } = chosenBy(N, D);
    const shape = denseShape(desk, judged);
    const before = denseStaged(sample, shape, LAMBDA);
    const rlhf = denseRlhf(sample, shape, { ridge: 1e-4 * shape.unit });
    sample.release();
    for (let i = 0; i < x.length; i++) x[i] *= 1024;
    const small = loadDense(desk, judged);
    const after = denseShape(desk, judged);
    expect(table.n).toBe(N);
    expect(angle(denseStaged(small, after, LAMBDA).direction, before.direction)).toBeLessThan(1e-4);
    expect(
      angle(denseRlhf(small, after, { ridge: 1e-4 * after.unit }).direction, rlhf.direction),
    ).toBeLessThan(1e-4);
  });

  it('EM with one component is RLHF to 1e-6, also where users are known (E2)', () => {
    const { desk, judged, user } = twoKinds(3000, 8);
    const shape = denseShape(desk, judged);
    const tolerance = 1e-8;
    const options = { components: 1, starts: 1, ridge: 1e-4, tolerance };
    const sample = loadDense(desk, judged);
    const rlhf = denseRlhf(sample, shape, { ridge: 1e-4, tolerance });
    const alone = denseEm(sample, { shape, signs: judged.signs, users: strangers(3000), options, random });
    const sorted = byUser(judged, user);
    const panel = loadDense(desk, sorted.judged);
    const known = denseEm(panel, { shape, signs: sorted.judged.signs, users: sorted.users, options, random });
    expect([rlhf.status, alone.status, known.status]).toEqual(['ok', 'ok', 'ok']);
    expect(angle(alone.direction, rlhf.direction)).toBeLessThan(1e-6);
    expect(angle(known.direction, rlhf.direction)).toBeLessThan(1e-6);
    expect(alone.objective).toBeCloseTo(rlhf.objective, 9);
  });

  it('a mixture of two climbs to the likelihood that EM in float64 finds, and to its mean taste', () => {
    const [n, d] = [3000, 6];
    const { desk, x, judged, user, mean } = twoKinds(n, d);
    const sorted = byUser(judged, user);
    const options = { components: 2, starts: 2, ridge: 1e-3, tolerance: 1e-6 };
    const found = denseEm(loadDense(desk, sorted.judged, 2), {
      shape: denseShape(desk, judged),
      signs: sorted.judged.signs,
      users: sorted.users,
      options,
      random,
    });
    const sample = { ...asSample(x, judged.signs, d), labelsPerUser: 10 };
    const expected = em(sample, { components: 2, starts: 4, ridge: 1e-3 });
    expect([found.status, expected.status]).toEqual(['ok', 'ok']);
    expect(found.objective).toBeCloseTo(expected.diagnostics.objective, 6);
    expect(angle(found.direction, expected.direction)).toBeLessThan(1e-3);
    expect(angle(found.direction, mean)).toBeLessThan(0.15);
    // The same labels without their users say less: the likelihood above is no accident of one component.
    const one = denseRlhf(loadDense(desk, judged), denseShape(desk, judged), { ridge: 1e-3 });
    expect(found.objective).toBeGreaterThan(one.objective + 0.01);
    expect(found.diagnostics.unsettled).toBe(0);
  });

  it('a mixture of labels without users is that of users with one label each, computed as panels are', () => {
    const { desk, judged } = twoKinds(2000, 4);
    const shape = denseShape(desk, judged);
    const options = { components: 2, starts: 1, ridge: 1e-3, tolerance: 1e-6 };
    const fitted = (users: Users) =>
      denseEm(loadDense(desk, judged, 2), { shape, signs: judged.signs, users, options, random });
    const { first } = strangers(2000);
    // A user without labels adds nothing to the likelihood, and makes the labels be shared out as those of panels.
    const [labels, panels] = [fitted({ first }), fitted({ first: Uint32Array.from([...first, 2000]) })];
    expect([labels.status, panels.status]).toEqual(['ok', 'ok']);
    expect(labels.objective).toBeCloseTo(panels.objective, 9);
    expect(angle(labels.direction, panels.direction)).toBeLessThan(1e-4);
    // Two readings an evaluation, and some of RLHF before.
    expect(labels.evaluations).toBeLessThan(2 * 201 + 30);
  });

  it('a mixture that ends before its gradient is small is a fit, and says so', () => {
    const { desk, judged } = chosenBy(N, D);
    const fitted = (tolerance: number) =>
      denseEm(loadDense(desk, judged, 2), {
        shape: denseShape(desk, judged),
        signs: judged.signs,
        users: strangers(N),
        options: { components: 2, starts: 1, ridge: 1e-3, tolerance },
        random,
      });
    // Float32 leaves no such gradient.
    const unsettled = fitted(1e-14);
    expect([unsettled.status, unsettled.diagnostics.unsettled]).toEqual(['ok', 1]);
    expect(fitted(1e-3).diagnostics.unsettled).toBe(0);
  });

  it('annealing ends as high as stages, and lambda fixed at 5 at a maximum of another objective (E3)', () => {
    const { desk, judged, sample } = chosenBy(N, D);
    const shape = denseShape(desk, judged);
    const staged = denseStaged(sample, shape, LAMBDA);
    const annealed = denseAnneal(sample, shape, { lambda: [1, 15], steps: 300 });
    const fixed = denseAnneal(sample, shape, { lambda: [5, 5], steps: 300 });
    const five = denseStaged(sample, shape, [5]);
    expect(annealed.objective).toBeCloseTo(staged.objective, 3);
    expect(fixed.objective).toBeCloseTo(five.objective, 5);
    expect(angle(fixed.direction, five.direction)).toBeLessThan(0.01);
    expect(fixed.objective).toBeLessThan(staged.objective);
  });

  it('rows that cancel have no direction', () => {
    const { desk, x } = randomDesk(8, 3);
    const judged = judgedBy(8, (i) => (i < 4 ? 1 : -1));
    for (let i = 0; i < 12; i++) x[12 + i] = x[i];
    const sample = loadDense(desk, judged);
    const shape = denseShape(desk, judged);
    expect(denseStaged(sample, shape, LAMBDA).status).toBe('degenerate');
    expect(denseAnneal(sample, shape, { lambda: [1, 15], steps: 9 }).status).toBe('degenerate');
    expect(denseRlhf(sample, shape, { ridge: 1 }).status).toBe('degenerate');
  });
});
