import { beforeAll, describe, expect, test } from 'vitest';
import { studyHash } from '../../functions/study/mechanism.ts';
import { type Cell, planStudy } from '../../functions/study/plan.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { aggregate } from '../../results/aggregate.ts';
import { bytesOf, jsonPieces } from '../../results/json-pieces.ts';
import { measureCell } from '../../results/measure-cell.ts';
import { renderReport } from '../../results/report/report.ts';
import { renderTable } from '../../results/report/text-table.ts';
import type { Summary } from '../../results/summary.ts';
import { FIXTURE_PROVENANCE } from '../support/fixture-summary.ts';
import { cellValuesOf, madeUpOutcomes, SIGN } from '../support/studies.ts';

/** `count` levels from 1 up, a hundredth apart. */
const levels = (count: number): string => Array.from({ length: count }, (_, i) => 1 + i / 100).join(', ');

const TEXT = `name: many
seed: 1
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
estimators: [sign]
sampleSizes: [10]
replicates: 2
vary:
  population.users.types.0.0: [${levels(50)}]
  population.users.types.0.1: [${levels(50)}]
  population.users.types.1.0: [${levels(40)}]
`;

/** The cell measured over one small block of made-up fits. */
function measured(planned: Cell) {
  const cell = { ...planned, blockSize: 2, blocks: 1 };
  return measureCell(
    cell,
    cellValuesOf(cell, () => [madeUpOutcomes({ cell, block: 0, estimators: [] }, SIGN)]),
  );
}

describe('a study of 10^5 cells', () => {
  let cells: readonly Cell[] = [];
  let summary: Summary;
  beforeAll(() => {
    const study = parseStudy(TEXT, 'many.yaml', 'full');
    cells = planStudy(study);
    summary = aggregate(study, studyHash(study), cells.map(measured));
  });

  test('is planned, every cell under a key of its own', () => {
    expect(new Set(cells.map(({ key }) => key)).size).toBe(100_000);
  });

  test('has a summary that is written in pieces and reads back whole', () => {
    const lists = ['study.scenarios', 'cells', 'rates'];
    const bytes = bytesOf(jsonPieces({ ...summary }, lists));
    const read = JSON.parse(new TextDecoder().decode(bytes));
    expect(read.cells).toHaveLength(100_000);
    expect(read.cells[99_999]).toEqual(JSON.parse(JSON.stringify(summary.cells[99_999])));
  });

  test('has a table and a report of bounded length that say what they leave out', () => {
    const table = renderTable(summary);
    expect(table.split('\n').length).toBeLessThan(200);
    expect(table).toContain('99,940 more rows');
    const report = renderReport({ summary, provenance: FIXTURE_PROVENANCE });
    expect(report.length).toBeLessThan(5_000_000);
    // Not the page itself: a failure would print half a megabyte.
    expect(report.includes('12 of 2,000 are shown')).toBe(true);
    expect(report.includes('over 100,000 combinations')).toBe(true);
  });
});
