import { describe, expect, test } from 'vitest';
import { measureEstimator } from '../../../results/cell-measures.ts';
import { failureNotes, noteLine } from '../../../results/report/notes.ts';
import { shellWord } from '../../../results/report/shell-word.ts';
import { renderTable } from '../../../results/report/text-table.ts';
import type { CellSummary, EstimatorSummary, Summary } from '../../../results/summary.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';
import { cellOf, estimatorValuesOf, madeUpOutcomes, SIGN } from '../../support/studies.ts';

const measured = (cell = cellOf(100, 20, 2)): EstimatorSummary =>
  measureEstimator(
    cell,
    SIGN,
    estimatorValuesOf(
      cell,
      SIGN,
      [0, 1].map((block) => madeUpOutcomes({ cell, block, estimators: [] }, SIGN)),
    ),
  ).summary;

const failureLines = (summary: Summary): readonly string[] => failureNotes(summary).map(noteLine);

/** The summary with these estimators in its first cell, changed as asked, and no other cell. */
function withCell(estimators: readonly EstimatorSummary[], changes: Partial<CellSummary> = {}): Summary {
  const summary = fixtureSummary();
  return { ...summary, cells: [{ ...summary.cells[0], ...changes, estimators, pairs: [] }] };
}

test('a summary says which replicate failed first, and nothing where none did', () => {
  // Every fifth made-up fit fails: replicates 4, 9, ...
  expect(measured()).toMatchObject({ firstFailure: { replicate: 4, status: 'separable' } });
  expect(measured({ ...cellOf(100, 20, 2), replicates: 4 })).not.toHaveProperty('firstFailure');
});

test('the first failure may lie in a later block', () => {
  const cell = cellOf(100, 2, 4);
  const blocks = [0, 1, 2, 3].map((block) => madeUpOutcomes({ cell, block, estimators: [] }, SIGN));
  expect(measureEstimator(cell, SIGN, estimatorValuesOf(cell, SIGN, blocks)).summary.firstFailure).toEqual({
    replicate: 4,
    status: 'separable',
  });
});

describe('a line about failed fits', () => {
  const failed: EstimatorSummary = {
    ...measured(),
    failures: { separable: 3 },
    firstFailure: { replicate: 17, status: 'separable' },
  };

  test('carries the command that replays the first of them', () => {
    const [line] = failureLines(withCell([failed]));
    expect(line).toMatch(/^3 of 40 fits of Sign failed at n = 100: separable, .*\./);
    expect(line).toMatch(/ The first: signbench replay cube-root --cell n=100 --replicate 17$/);
  });

  test('names the cell where something varies, and quotes it for a shell where needed', () => {
    const key = "weights=[0.5,0.5],it's,n=100";
    const [line] = failureLines(
      withCell([failed], { key, factors: { 'population.users.weights': '[0.5,0.5]' } }),
    );
    expect(line).toContain(`fits of Sign failed in cell ${key}: `);
    expect(line).toContain("--cell 'weights=[0.5,0.5],it'\\''s,n=100' --replicate 17");
    const [plain] = failureLines(withCell([failed], { key: 'skew=1,n=1000' }));
    expect(plain).toContain('--cell skew=1,n=1000 --replicate 17');
  });

  test('says the profile where it is not the file itself', () => {
    const summary = withCell([failed]);
    const quick: Summary = { ...summary, study: { ...summary.study, profile: 'quick' } };
    expect(failureLines(quick)[0]).toMatch(/--replicate 17 --profile quick$/);
  });

  test('is told for ten cells and estimators, and the others are counted', () => {
    const many = withCell(Array.from({ length: 13 }, (_, i) => ({ ...failed, id: `sign-${i}` })));
    expect(failureNotes(many)).toHaveLength(11);
    expect(failureLines(many).at(-1)).toBe('And 3 more with failed fits; summary.json has them all.');
    expect(failureNotes(withCell(Array.from({ length: 10 }, () => failed)))).toHaveLength(10);
  });

  test('has its command whole on a line of its own in the text table', () => {
    const summary = fixtureSummary({ failed: (id, n) => id === 'rlhf' && n === 100 });
    const lines = renderTable(summary).split('\n');
    expect(lines).toContain('  signbench replay cube-root --cell n=100 --replicate 0');
  });
});

test.each([
  ['skew=1,n=1000', 'skew=1,n=1000'],
  ['a b', "'a b'"],
  ['$HOME', "'$HOME'"],
  ["it's", "'it'\\''s'"],
  ['', "''"],
])('%s is the word %s of a shell', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test('a degenerate fit is told without a cause that only some estimators have', () => {
  const [sign] = fixtureSummary().cells[0].estimators;
  const lines = failureLines(withCell([{ ...sign, failures: { degenerate: 2 } }]));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/: degenerate: no single direction is best\./);
});
