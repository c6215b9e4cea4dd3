import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { designOf } from '../../../results/charts/design.ts';
import { createPredict, SILENT } from '../../../results/predictions/predict.ts';
import { valuesText } from '../../../results/report/values-formats.ts';
import { valuesModel } from '../../../results/report/values-model.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';

const summary = fixtureSummary({
  sampleSizes: [100, 1000, 10_000],
  failed: (id, n) => id === 'rlhf' && n === 100,
});
const model = valuesModel(designOf(summary), createPredict(), { most: 100 });
const grid = valuesModel(
  designOf(
    fixtureSummary({
      sampleSizes: [100],
      scenarios: ['a & b_c', '5 % | {x}', '"q", ~^\\'].map((label) => ({
        factors: { 'population.choice': label },
      })),
    }),
  ),
  SILENT,
  { most: 100 },
);

describe('a table of values as text', () => {
  it('is CSV that gives back every value and error', () => {
    const { data, errors } = Papa.parse<Record<string, string>>(valuesText(model, 'csv'), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data.map((row) => row.n)).toEqual(['100', '1000', '10000']);
    const sign = summary.cells[1].estimators[0].measures.rmsAngle;
    expect(Number(data[1].Sign)).toBeCloseTo(((sign?.value ?? 0) * 180) / Math.PI, 1);
    expect(Number(data[1]['Sign MCSE'])).toBeCloseTo(((sign?.mcse ?? 0) * 180) / Math.PI, 1);
    expect(Number(data[1]['Sign theory'])).toBeGreaterThan(1);
    expect(data[0].RLHF).toBe('');
    expect(Number(data[2]['Sign - RLHF'])).toBeLessThan(0);
    const levels = Papa.parse<Record<string, string>>(valuesText(grid, 'csv'), {
      header: true,
      skipEmptyLines: true,
    }).data;
    expect(levels.map((row) => row.choice)).toEqual(['a & b_c', '5 % | {x}', '"q", ~^\\']);
  });

  it('is LaTeX with as many cells in every line, and nothing of a level is a command', () => {
    for (const one of [model, grid]) {
      const lines = valuesText(one, 'tex')
        .split('\n')
        .filter((line) => line.endsWith('\\\\'));
      const cells = new Set(lines.map((line) => line.split(/(?<!\\)&/).length));
      expect(cells).toEqual(new Set([1 + one.factors.length + one.columns.length]));
    }
    const tex = valuesText(grid, 'tex');
    expect(tex).toContain('a \\& b\\_c');
    expect(tex).toContain('5 \\% | \\{x\\}');
    expect(tex).toContain('\\textasciitilde{}\\textasciicircum{}\\textbackslash{}');
  });

  it('is Markdown with as many cells in every line', () => {
    const counts = (text: string) =>
      new Set(
        text
          .trimEnd()
          .split('\n')
          .map((line) => line.split(/(?<!\\)\|/).length),
      );
    for (const one of [model, grid]) expect(counts(valuesText(one, 'md')).size).toBe(1);
    expect(valuesText(model, 'md')).toMatch(/\| 1,000 \| \*{0,2}[\d.]+ \([\d.]+\)/);
    expect(valuesText(grid, 'md')).toContain('5 % \\| {x}');
  });
});
