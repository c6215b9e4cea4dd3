import { describe, expect, it } from 'vitest';
import { ALPHA, compareSummaries } from '../../results/comparison.ts';
import type { CellSummary, Measure, Summary } from '../../results/summary.ts';
import { draws } from '../support/draws.ts';
import { fixtureSummary } from '../support/fixture-summary.ts';

const base = fixtureSummary();

/** The same summary with every measure of the kind rewritten. */
function rewritten(summary: Summary, change: (measure: Measure, name: string) => Measure): Summary {
  const cells = summary.cells.map(
    (cell): CellSummary => ({
      ...cell,
      estimators: cell.estimators.map((one) => ({
        ...one,
        measures: Object.fromEntries(
          Object.entries(one.measures).map(([name, measure]) => [name, change(measure, name)]),
        ),
      })),
    }),
  );
  return { ...summary, cells };
}

/** A result of the same truth: each value is drawn anew with its own error. */
function drawnAnew(summary: Summary, seed: number): Summary {
  const { normal } = draws(seed);
  return rewritten(summary, (measure) =>
    measure.value === null || measure.mcse === null
      ? measure
      : { ...measure, value: measure.value + measure.mcse * normal() },
  );
}

describe('two results of one study', () => {
  it('are the same to the bit where every number is', () => {
    const { counts, rows, tested } = compareSummaries(base, structuredClone(base));
    expect(counts).toEqual({ identical: rows.length, noise: 0, changed: 0, missing: 0, unknown: 0 });
    expect(rows.length).toBeGreaterThan(100);
    expect(tested).toBe(0);
  });

  it('differ in one bit where one does', () => {
    const other = rewritten(base, (measure, name) =>
      name === 'score' ? { ...measure, value: (measure.value ?? 0) * (1 + Number.EPSILON) } : measure,
    );
    const { counts } = compareSummaries(base, other);
    expect(counts.noise).toBe(base.cells.length * 2);
    expect(counts.changed).toBe(0);
  });

  it('name what only one of them has', () => {
    const { rows, counts } = compareSummaries(base, { ...base, cells: base.cells.slice(1) });
    expect(counts.missing).toBe(rows.filter(({ cell }) => cell === base.cells[0].key).length);
    expect(counts.identical).toBe(rows.length - counts.missing);
  });

  // 400 comparisons of some 150 numbers each: at a chance of 1 % or less, 19 false alarms or more have a chance below 10^-6.
  it('of one truth are called changed at most once in a hundred', () => {
    let alarms = 0;
    for (let seed = 0; seed < 400; seed++) {
      const { counts } = compareSummaries(drawnAnew(base, 2 * seed), drawnAnew(base, 2 * seed + 1));
      if (counts.changed > 0) alarms++;
    }
    expect(alarms).toBeLessThan(19);
    expect(ALPHA).toBe(0.01);
  });

  it('would be called changed in most comparisons without the correction for their number', () => {
    let alarms = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { rows } = compareSummaries(drawnAnew(base, 2 * seed), drawnAnew(base, 2 * seed + 1));
      if (rows.some(({ z }) => z !== null && Math.abs(z) > 2.58)) alarms++;
    }
    expect(alarms).toBeGreaterThan(20);
  });

  it('are changed where one number is off by eight of its errors, and that one alone is named', () => {
    const other = drawnAnew(base, 5);
    const cells = other.cells.map((cell, i) =>
      i !== 3
        ? cell
        : {
            ...cell,
            estimators: cell.estimators.map((one, j) => {
              const { rmsAngle } = one.measures;
              if (j !== 0 || rmsAngle?.value == null) return one;
              const value =
                (base.cells[3].estimators[0].measures.rmsAngle?.value ?? 0) + 8 * (rmsAngle.mcse ?? 0);
              return { ...one, measures: { ...one.measures, rmsAngle: { ...rmsAngle, value } } };
            }),
          },
    );
    const changed = compareSummaries(base, { ...other, cells }).rows.filter(
      ({ outcome }) => outcome === 'changed',
    );
    expect(changed.map(({ cell, estimator, measure }) => [cell, estimator, measure])).toEqual([
      [base.cells[3].key, 'sign', 'rmsAngle'],
    ]);
  });
});
