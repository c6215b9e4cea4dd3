import { expect, test } from 'vitest';
import { chartAxis } from '../../../functions/dashboard/chart-axis.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';

const along = null;
const varied = (...levels: readonly (string | number)[]) =>
  levels.map((level) => ({ factors: { 'population.users.skew': level } }));

test('a course over several sizes is against n, whatever varies', () => {
  expect(chartAxis(fixtureSummary(), { along })).toBe('n');
  expect(chartAxis(fixtureSummary({ scenarios: varied(0, 1, 2) }), { along })).toBe('n');
});

test('one or two sizes are drawn against what varies, or by combination where that is no number', () => {
  const sampleSizes = [1000];
  expect(chartAxis(fixtureSummary({ sampleSizes, scenarios: varied(0, 1, 2) }), { along })).toBe('skew');
  expect(chartAxis(fixtureSummary({ sampleSizes, scenarios: varied('a', 'b') }), { along })).toBeNull();
});
