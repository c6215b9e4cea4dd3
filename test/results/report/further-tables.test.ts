import { describe, expect, it } from 'vitest';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import { renderReport } from '../../../results/report/report.ts';
import { renderTable } from '../../../results/report/text-table.ts';
import type { CellSummary, Measure, Summary } from '../../../results/summary.ts';
import {
  ANNEALED,
  COLD,
  FIXTURE_PROVENANCE,
  fixtureSummary,
  RLHF,
  SIGN,
} from '../../support/fixture-summary.ts';

const measure = (value: number, mcse: number): Measure => ({ value, mcse, replicates: 400 });

const COVERED: EstimatorSpec = {
  ...RLHF,
  interval: { method: 'sandwich', level: 0.9, draws: 1000 },
} as EstimatorSpec;

/** A result whose cells are changed. */
const changed = (summary: Summary, change: (cell: CellSummary) => CellSummary): Summary => ({
  ...summary,
  cells: summary.cells.map(change),
});

/** RLHF has intervals that cover 87.5 % and are 0.25 long. */
const withIntervals = (): Summary =>
  changed(fixtureSummary({ estimators: [SIGN, COVERED], sampleSizes: [100, 1000] }), (cell) => ({
    ...cell,
    estimators: cell.estimators.map((one) => ({
      ...one,
      measures: {
        ...one.measures,
        ...(one.id === 'rlhf' ? { coverage: measure(0.875, 0.0125), length: measure(0.25, 0.005) } : {}),
      },
    })),
  }));

/** The annealed search misses 0.004 of the score, the cold one 0.02; each pair is listed with the search first. */
const withScores = (): Summary =>
  changed(fixtureSummary({ estimators: [ANNEALED, COLD, SIGN], sampleSizes: [100] }), (cell) => ({
    ...cell,
    pairs: [
      {
        a: ANNEALED.id,
        b: COLD.id,
        rmsAngleDifference: measure(0, 0),
        scoreDifference: measure(0.016, 0.001),
      },
      {
        a: ANNEALED.id,
        b: 'sign',
        rmsAngleDifference: measure(0, 0),
        scoreDifference: measure(-0.004, 0.0005),
      },
      { a: COLD.id, b: 'sign', rmsAngleDifference: measure(0, 0), scoreDifference: measure(-0.02, 0.002) },
    ],
  }));

const reportOf = (summary: Summary): string => renderReport({ summary, provenance: FIXTURE_PROVENANCE });

describe('a study with intervals', () => {
  it('shows their coverage beside their level, and their length, under the table of errors', () => {
    const text = renderTable(withIntervals());
    expect(text).toContain(
      'Coverage of the intervals in %, and their mean length (Monte Carlo standard error)',
    );
    expect(text).toContain('RLHF, 90 %');
    expect(text.match(/87\.5 \(1\.3\) {2}0\.2500 \(0\.0050\)/g)).toHaveLength(2);
    expect(text).not.toContain('Sign, ');
  });

  it('shows the same in the report', () => {
    const html = reportOf(withIntervals());
    expect(html).toContain('<th scope="col">RLHF, 90 %</th><th scope="col">length</th>');
    expect(html).toContain('<td>87.5<span class="mcse"> (1.3)</span></td>');
  });
});

describe('a study with a search that finds the largest score', () => {
  it('shows what the others miss of it, above 0 whichever stands first, and no comparison of two others', () => {
    const text = renderTable(withScores());
    expect(text).toContain('Score missed in hundredths: that of Sign');
    const [, row] = text.match(/\n *100 +(0\.400 .*)\n/) ?? [];
    expect(row?.trim().split(/ {2,}/)).toEqual(['0.400 (0.050)', '2.00 (0.20)']);
    expect(reportOf(withScores())).toContain('<td>2.00<span class="mcse"> (0.20)</span></td>');
  });
});

it('says neither of a study that has neither', () => {
  const text = renderTable(fixtureSummary());
  expect(text).not.toContain('Coverage');
  expect(text).not.toContain('Score missed');
});
