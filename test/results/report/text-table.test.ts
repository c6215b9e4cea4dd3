import { describe, expect, it } from 'vitest';
import { renderTable } from '../../../results/report/text-table.ts';
import { GRIDS, LISTED, manyCombinations, NORMALISED, TWO_FACTORS } from '../../support/fixture-grids.ts';
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

  it('says of which estimators there is no rate, and nothing where there are too few sizes for one', () => {
    const summary = fixtureSummary();
    const rates = summary.rates.filter(({ estimator }) => estimator !== 'sign');
    expect(renderTable({ ...summary, rates })).toContain('No rate of Sign: fewer than three sizes');
    expect(renderTable({ ...summary, rates: [] })).toContain('No rate of Sign, RLHF: ');
    expect(renderTable(summary)).not.toContain('No rate');
    expect(renderTable(fixtureSummary({ sampleSizes: [100, 1000] }))).not.toContain('No rate');
    const part = TWO_FACTORS.rates.slice(2);
    expect(renderTable({ ...TWO_FACTORS, rates: part })).toContain('No rate of Sign in 1 of 6 combinations');
  });

  it('lets no control character of a title reach the terminal', () => {
    expect(renderTable(fixtureSummary({ title: 'a\u001b[31mb\nc' }))).toMatch(/^a \[31mb c\n/);
  });
});

describe('the plain table of a study in which something varies', () => {
  for (const [name, summary] of Object.entries(GRIDS)) {
    it(`is never wider than 100 columns for ${name}`, () => {
      for (const line of lines(renderTable(summary))) expect(line.length, line).toBeLessThanOrEqual(100);
    });
  }

  it('has the levels before n, each written once for the rows that share it', () => {
    const table = lines(renderTable(TWO_FACTORS)).slice(4, 35);
    expect(table[0]).toMatch(/^share {2}scale +n +data sets +Sign +theory +RLHF +theory/);
    expect(table[1]).toMatch(/^ {2}0\.3 {6}1 +100 /);
    expect(table[2]).toMatch(/^ +1,000 /);
    expect(table[2].slice(0, 12).trim()).toBe('');
    expect(table[6]).toMatch(/^ {11}4 +100 /);
    expect(table[11]).toMatch(/^ {2}0\.5 {6}1 +100 /);
    for (const [i, { estimators }] of TWO_FACTORS.cells.entries()) {
      expect(table[i + 1]).toContain((estimators[0].measures.rmsAngle!.value! * DEGREES).toFixed(2));
    }
  });

  it('numbers combinations whose levels are too wide for columns', () => {
    const text = renderTable(LISTED);
    expect(text).toContain('#1: users = two kinds, steps = 100\n');
    expect(text).toMatch(/\n# +n +data sets +Sign/);
    expect(text).toMatch(/\n2 +100 .*\n +1,000 .*\n +10,000 .*\n +100,000 .*\n3 +100 /);
    expect(text).toMatch(/\n3 {2}Sign +\u2212/);
  });

  it('puts the rates under their levels and marks those that still drift', () => {
    const text = renderTable(TWO_FACTORS);
    expect(text).toMatch(
      /\n {2}0\.3 {6}1 {2}Sign {2}\u2212[\d.]+\* {2}\[.*\] +10,000 {2}contains +\u22120\.002 {2}settles\n +RLHF /,
    );
    expect(text).toContain('* pre-asymptotic');
  });

  it('stops after 60 rows of cells and of rates, and says how many more there are', () => {
    const text = renderTable(manyCombinations(300));
    expect(text).toContain('and 1,440 more rows: see the report or signbench export');
    expect(text).toContain('and 540 more rates');
    expect(lines(text).length).toBeLessThan(150);
    expect(text.match(/fits of RLHF failed/g)).toHaveLength(1);
  });

  it('stops after 60 rows of a study in which nothing varies, too', () => {
    const text = renderTable(fixtureSummary({ sampleSizes: Array.from({ length: 70 }, (_, i) => 100 + i) }));
    expect(text).toContain('and 10 more rows: see the report');
  });

  it('has b in place of the angle where b is what was asked for', () => {
    const text = renderTable(NORMALISED);
    expect(text).toContain(
      'Root-mean-square error of b = \u03b8\u2082/\u03b8\u2081 (Monte Carlo standard error)',
    );
    const { rmse } = NORMALISED.cells[0].estimators[1].measures;
    expect(text).toContain(`${rmse!.value!.toFixed(3)} (${rmse!.mcse!.toFixed(3)})`);
    expect(text).not.toContain('Sign \u2212 RLHF');
  });
});
