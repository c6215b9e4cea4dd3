import { describe, expect, it } from 'vitest';
import { denseShape } from '../../../kernels/dense/dense-shape.ts';
import { FOLDS, personaFit, ridgeLosses } from '../../../kernels/dense/persona-fits.ts';
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
