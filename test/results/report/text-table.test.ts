import { describe, expect, it } from 'vitest';
import { renderTable } from '../../../results/report/text-table.ts';
import { ANNEALED, COLD, fixtureSummary, RLHF, SIGN } from '../../support/fixture-summary.ts';

const DEGREES = 180 / Math.PI;
const lines = (text: string): readonly string[] => text.split('\n');

describe('the plain table', () => {
  it('has a row for every n with the values and errors of the summary, set flush right', () => {
    const summary = fixtureSummary();
    const table = lines(renderTable(summary)).filter((line) => /^ *([\d,]+|n) {2}/.test(line));
    expect(table).toHaveLength(10);
    expect(new Set(table.map((line) => line.length)).size).toBe(1);
    for (const [i, { estimators }] of summary.cells.entries()) {
      for (const { measures } of estimators) {
        const { value, mcse } = measures.rmsAngle!;
        expect(table[i + 1]).toContain(`${(value! * DEGREES).toFixed(2)} (${(mcse! * DEGREES).toFixed(2)})`);
      }
    }
  });

  it('is never wider than 100 columns, however many estimators', () => {
    const long = { ...ANNEALED, id: 'annealed-from-one-to-fifteen' };
    const summary = fixtureSummary({
      estimators: [SIGN, RLHF, long, COLD],
      failed: (id, n) => id === 'rlhf' || n === 100,
    });
    const text = renderTable({
      ...summary,
      status: 'partial',
      missing: [{ cell: 'n=100', estimator: 'sign', blocks: Array.from({ length: 80 }, (_, i) => 2 * i) }],
    });
    for (const line of lines(text)) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).toContain('PARTIAL');
    expect(text).toContain('annealed-from-one-to-fifteen');
    expect(text).toContain('separable');
  });

  it('puts the rates beside -1/3 and says in words that a range is pre-asymptotic', () => {
    const text = renderTable(fixtureSummary());
    expect(text).toContain(
      'Sign  \u22120.329 [\u22120.345, \u22120.313] from n = 10,000: contains \u22121/3',
    );
    expect(text).toContain('RLHF  \u22120.001 [\u22120.017, 0.014] from n = 10,000: flatter than \u22121/3');
    expect(text.match(/pre-asymptotic/g)).toHaveLength(1);
  });

  it('lets no control character of a title reach the terminal', () => {
    expect(renderTable(fixtureSummary({ title: 'a\u001b[31mb\nc' }))).toMatch(/^a \[31mb c\n/);
  });
});
