import { describe, expect, it } from 'vitest';
import { designOf, levelsLabel, levelText } from '../../../results/charts/design.ts';
import { LISTED, TWO_FACTORS } from '../../support/fixture-grids.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';

describe('a design', () => {
  it('of a study in which nothing varies is the study itself', () => {
    const summary = fixtureSummary();
    expect(designOf(summary)).toEqual({ summary, factors: [], parts: [{ levels: [], summary }] });
  });

  it('gives every combination its own scenario, cells and rates, in plan order', () => {
    const { factors, parts } = designOf(TWO_FACTORS);
    expect(factors.map(({ name, numeric }) => [name, numeric])).toEqual([
      ['share', true],
      ['scale', true],
    ]);
    expect(parts.map(({ levels }) => levels)).toEqual([
      [0.3, 1],
      [0.3, 4],
      [0.5, 1],
      [0.5, 4],
      [0.7, 1],
      [0.7, 4],
    ]);
    expect(parts.flatMap(({ summary }) => summary.cells)).toEqual(TWO_FACTORS.cells);
    expect(parts.flatMap(({ summary }) => summary.rates)).toEqual(TWO_FACTORS.rates);
    for (const [i, { summary }] of parts.entries()) {
      expect(summary.study.scenarios).toEqual([TWO_FACTORS.study.scenarios[i]]);
    }
  });

  it('leaves out a factor that does not differ, and says where a combination does not give one', () => {
    const summary = fixtureSummary({
      sampleSizes: [100],
      scenarios: [{ factors: { 'a.x': 1, 'a.y': 2 } }, { factors: { 'a.x': 1, 'a.y': 3, 'a.z': 'z' } }],
    });
    const { factors, parts } = designOf(summary);
    expect(factors.map(({ path }) => path)).toEqual(['a.y', 'a.z']);
    expect(parts.map(({ levels }) => levels)).toEqual([
      [2, null],
      [3, 'z'],
    ]);
    expect(parts.map(({ levels }) => levelsLabel(factors, levels))).toEqual(['y = 2', 'y = 3, z = z']);
    expect(factors.map(({ numeric }) => numeric)).toEqual([true, false]);
  });

  it('keeps apart two long levels that are cut alike', () => {
    const [users] = designOf(LISTED).factors;
    const texts = [...users.levels.keys()].map((level) => levelText(users, level));
    expect(new Set(texts).size).toBe(4);
    expect(texts[2]).toMatch(/^\[\[3,2\].*\u2026.*\]\]$/);
    expect(texts[3]).toBe(`${texts[2]} (2)`);
  });

  it('writes numbers as a reader does', () => {
    const summary = fixtureSummary({
      sampleSizes: [100],
      scenarios: [-0.5, 12_000, -12_000, 'a\u001b[31m'].map((x) => ({ factors: { x } })),
    });
    expect([...designOf(summary).factors[0].levels.values()]).toEqual([
      '\u22120.5',
      '12,000',
      '\u221212,000',
      'a [31m',
    ]);
  });

  it('names the missing blocks of a cell in its own part only', () => {
    const missing = [{ cell: TWO_FACTORS.cells[7].key, estimator: 'sign', blocks: [1] }];
    const { parts } = designOf({ ...TWO_FACTORS, status: 'partial', missing });
    expect(parts.map(({ summary }) => summary.missing)).toEqual([
      undefined,
      missing,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
