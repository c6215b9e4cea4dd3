import { describe, expect, it } from 'vitest';
import { denseShape } from '../../../kernels/dense/dense-shape.ts';
import { FOLDS, personaFit, ridgeLosses } from '../../../kernels/dense/persona-fits.ts';
import { dot } from '../../../kernels/math/vectors.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import { chosenBy, judgedBy, randomDesk, uniforms } from '../../support/dense.ts';

const foldsOf = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => i % FOLDS);

describe("one persona's utility", () => {
  it('has no accuracy beyond a coin on labels that a coin gave, however well it fits them', () => {
    const [n, d] = [400, 300];
    const { desk } = randomDesk(n, d);
    const next = uniforms(12);
    const judged = judgedBy(n, () => (next() < 0 ? -1 : 1));
    const shape = denseShape(desk, judged);
    const ridge = 1e-3 * shape.unit;
    const { heldOut, right } = personaFit(desk, shape, { ...judged, folds: foldsOf(n) }, ridge);
    expect(heldOut).toBe(n / FOLDS);
    // Five standard errors; a fit that had seen the labels would have them all.
    expect(Math.abs(right - heldOut / 2)).toBeLessThan(5 * Math.sqrt(heldOut / 4));
    // The less penalty on noise, the worse on labels that were not seen: log 2 is what knowing nothing costs.
    const { losses, count } = ridgeLosses(desk, shape, { ...judged, folds: foldsOf(n) }, [
      1000 * shape.unit,
      ridge,
    ]);
    expect(count).toBe((n * 4) / FOLDS);
    expect(losses[0] / count).toBeCloseTo(Math.LN2, 2);
    expect(losses[1] / count).toBeGreaterThan(1);
  });

  it('is found, and foretells its own labels, where there is one', () => {
    const [n, d] = [3000, 5];
    const { desk, judged, beta } = chosenBy(n, d);
    const shape = denseShape(desk, judged);
    const labels = { ...judged, folds: foldsOf(n) };
    const { theta, halves, right, heldOut } = personaFit(desk, shape, labels, 1e-4 * shape.unit);
    expect(angle(theta, beta)).toBeLessThan(0.1);
    for (const half of halves) expect(angle(half, beta)).toBeLessThan(0.15);
    expect(halves[0]).not.toEqual(halves[1]);
    expect(right / heldOut).toBeGreaterThan(0.7);
    const { losses } = ridgeLosses(desk, shape, labels, [1000 * shape.unit, 1e-2 * shape.unit]);
    expect(losses[1]).toBeLessThan(losses[0]);
  });

  it('is wrong by the root of what its labels leave: half of them by sqrt(2) more (E1)', () => {
    const [n, d, personas] = [800, 8, 800];
    const { desk, x, beta } = chosenBy(n, d);
    const shape = denseShape(
      desk,
      judgedBy(n, () => 1),
    );
    const next = uniforms(31);
    const v = Float64Array.from({ length: n }, (_, i) => dot(x.subarray(i * d, (i + 1) * d), beta));
    const errors = Array.from({ length: personas }, () => {
      const judged = judgedBy(n, (i) => ((next() + 1) / 2 < 1 / (1 + Math.exp(-v[i])) ? 1 : -1));
      const { theta, halves } = personaFit(desk, shape, { ...judged, folds: foldsOf(n) }, 1e-6 * shape.unit);
      return { whole: angle(theta, beta), half: (angle(halves[0], beta) + angle(halves[1], beta)) / 2 };
    });
    const wholes = errors.reduce((sum, { whole }) => sum + whole, 0) / personas;
    /** How far halves are from sqrt(2) times the whole, relative to that, in standard errors of the 800 personas. */
    const away = (factor: number): number => {
      const rest = errors.map(({ whole, half }) => (factor * half) / (Math.SQRT2 * wholes) - whole / wholes);
      const mean = rest.reduce((a, b) => a + b, 0) / personas;
      const square = rest.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      return mean / Math.sqrt(square / (personas - 1) / personas);
    };
    // Two-sided normal of 1 in 1,000,000.
    expect(Math.abs(away(1))).toBeLessThan(4.9);
    for (const wrong of [1.1, 0.9]) expect(Math.abs(away(wrong))).toBeGreaterThan(4.9);
  });

  it('is nothing without labels', () => {
    const { desk } = randomDesk(8, 3);
    const shape = denseShape(
      desk,
      judgedBy(8, () => 1),
    );
    const none = { rows: new Uint32Array(0), signs: new Int8Array(0), folds: new Uint8Array(0) };
    const { theta, heldOut, right } = personaFit(desk, shape, none, 1);
    expect([[...theta], heldOut, right]).toEqual([[0, 0, 0], 0, 0]);
    expect(ridgeLosses(desk, shape, none, [1]).count).toBe(0);
  });
});
