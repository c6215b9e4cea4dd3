import { describe, expect, it } from 'vitest';
import { SILENT } from '../../../results/predictions/predict.ts';
import { renderPicture, renderReport } from '../../../results/report/report.ts';
import type { Summary } from '../../../results/summary.ts';
import {
  ALONG,
  GRIDS,
  LEVELS,
  LISTED,
  manyCombinations,
  NORMALISED,
  TWO_FACTORS,
} from '../../support/fixture-grids.ts';
import { FIXTURE_PROVENANCE, fixtureSummary, RLHF } from '../../support/fixture-summary.ts';
import { elementsOf } from '../../support/well-formed.ts';

const render = (summary: Summary): string =>
  renderReport({ summary, provenance: FIXTURE_PROVENANCE, predict: SILENT });
const plain = (html: string): string => html.replace(/<[^>]+>/g, '');
const between = (html: string, start: string, end: string): string =>
  html.slice(html.indexOf(start)).split(end)[0];
const headlineOf = (summary: Summary): string => plain(between(render(summary), '<h1>', '</h1>'));

/** The texts of a table's rows with every level where it is seen: rows that a level spans have it too. */
function rowsOf(html: string, label: string): readonly (readonly string[])[] {
  const [, body] = between(html, `aria-label="${label}`, '</tbody>').split('<tbody>');
  const spanning: { text: string; left: number }[] = [];
  return body
    .split('</tr>')
    .slice(0, -1)
    .map((row) => {
      const cells = [...row.matchAll(/<t[hd]([^>]*)>(.*?)<\/t[hd]>/gs)].map(([, attributes, inner]) => ({
        rows: Number(/rowspan="(\d+)"/.exec(attributes)?.[1] ?? 1),
        isLevel: attributes.includes('rowgroup'),
        text: plain(inner),
      }));
      const levels = cells.filter(({ isLevel }) => isLevel);
      const kept = spanning.filter(({ left }) => left > 0);
      spanning.splice(0, spanning.length, ...kept);
      for (const { text, rows } of levels) spanning.push({ text, left: rows });
      const texts = spanning.map(({ text }) => text);
      for (const one of spanning) one.left--;
      return [...texts, ...cells.filter(({ isLevel }) => !isLevel).map(({ text }) => text)];
    });
}

describe('the report of a study in which something varies', () => {
  for (const [name, summary] of Object.entries(GRIDS)) {
    it(`is one well-formed page below 5 MB for ${name}`, () => {
      const html = render(summary);
      for (const { name: tag, attributes } of elementsOf(html)) {
        expect(['script', 'link', 'img', 'iframe']).not.toContain(tag);
        for (const key of ['src', 'href', 'xlink:href']) expect(attributes).not.toHaveProperty(key);
      }
      expect(html).not.toMatch(/url\(|@import|NaN|Infinity|undefined|>null/);
      expect(html.length).toBeLessThan(5e6);
      expect(elementsOf(renderPicture(summary, SILENT))[0].name).toBe('svg');
    });
  }

  it('opens with how many combinations each estimator wins, not with the first of them', () => {
    expect(headlineOf(TWO_FACTORS)).toBe(
      'With a million comparisons the sign estimator is closer than RLHF to their average taste in 6 of 6 combinations of share and scale.',
    );
    const small: Summary = {
      ...TWO_FACTORS,
      study: { ...TWO_FACTORS.study, sampleSizes: [1000] },
      cells: TWO_FACTORS.cells.filter(({ n }) => n === 1000),
    };
    const wins = small.cells.map(({ estimators: [sign, rlhf] }) => {
      const [a, b] = [sign.measures.rmsAngle!, rlhf.measures.rmsAngle!];
      if (Math.abs(a.value! - b.value!) <= 2 * Math.hypot(a.mcse!, b.mcse!)) return 'neither';
      return a.value! < b.value! ? 'sign' : 'rlhf';
    });
    const count = (who: string): number => wins.filter((winner) => winner === who).length;
    expect(count('sign')).toBeGreaterThan(0);
    expect(count('rlhf')).toBeGreaterThan(0);
    expect(headlineOf(small)).toContain(`in ${count('sign')} of 6 combinations of share and scale`);
    expect(headlineOf(small)).toContain(`RLHF in ${count('rlhf')}`);
  });

  it('gives the range of errors over all combinations, and names where the rarer winner is', () => {
    const html = render(LEVELS);
    const answer = plain(between(html, 'class="answer">', '</p>'));
    const degrees = LEVELS.cells.map(
      ({ estimators: [sign] }) => (sign.measures.rmsAngle!.value! * 180) / Math.PI,
    );
    expect(answer).toContain(
      `The sign estimator points ${Math.min(...degrees).toFixed(1)}\u00b0 to ${Math.max(...degrees).toFixed(1)}\u00b0 and RLHF `,
    );
    expect(answer.match(/away from their average taste/g)).toHaveLength(1);
    expect(answer).toMatch(
      /(RLHF|The sign estimator) is the closer of the two where share = 0\.\d, scale = \d/,
    );
  });

  it('counts in words where there is nothing to count, and gives one number where there is no range', () => {
    const one = fixtureSummary({
      sampleSizes: [1000, 100_000],
      scenarios: [1, 2].map((x) => ({ factors: { x }, tilt: 1, ...(x === 1 ? { without: [100_000] } : {}) })),
    });
    expect(headlineOf(one)).toBe(
      'With 100,000 comparisons the sign estimator is closer than RLHF to their average taste in the one value of x that reaches this n, of 2.',
    );
    const answer = plain(between(render(one), 'class="answer">', '</p>'));
    expect(answer).toMatch(
      /The sign estimator points [\d.]+\u00b0 and RLHF [\d.]+\u00b0 away from their average taste\./,
    );
    const noisy: Summary = {
      ...one,
      cells: one.cells.map((cell) => ({
        ...cell,
        estimators: cell.estimators.map((estimator) => ({
          ...estimator,
          measures: { ...estimator.measures, rmsAngle: { value: 0.2, mcse: 0.1, replicates: 100 } },
        })),
      })),
    };
    expect(headlineOf({ ...noisy, study: { ...noisy.study, sampleSizes: [1000] } })).toMatch(
      /^With 100,000 comparisons the sign estimator and RLHF are too close to call in the one value of x that reaches this n, of 2\.$/,
    );
  });

  it('speaks of one estimator alone, of sizes that some combinations lack, and of nothing measured', () => {
    const alone = fixtureSummary({
      sampleSizes: [100],
      estimators: [RLHF],
      scenarios: [1, 2].map((x) => ({ factors: { x }, tilt: x })),
    });
    expect(headlineOf(alone)).toMatch(
      /^With 100 comparisons, RLHF points [\d.]+\u00b0 to [\d.]+\u00b0 away from their average taste, over 2 combinations\.$/,
    );
    expect(headlineOf(LISTED)).toContain(
      'in 3 of 3 combinations of users, steps and features that reach this n, of 4',
    );
    const failed = fixtureSummary({
      sampleSizes: [100],
      scenarios: [1, 2].map((x) => ({ factors: { x } })),
      failed: () => true,
    });
    expect(headlineOf(failed)).toBe('No fit succeeded, so nothing was measured.');
  });

  it('prints every value under its levels and its n', () => {
    const rows = rowsOf(render(TWO_FACTORS), 'Values');
    expect(rows).toHaveLength(30);
    for (const [i, cell] of TWO_FACTORS.cells.entries()) {
      const [sign] = cell.estimators;
      const value = ((sign.measures.rmsAngle!.value! * 180) / Math.PI).toFixed(2);
      expect(rows[i].slice(0, 3)).toEqual([
        String(cell.factors['population.users.share']),
        String(cell.factors['population.users.scale']),
        String(cell.n).replace(/\B(?=(\d{3})+$)/g, ','),
      ]);
      expect(rows[i][3]).toContain(value);
    }
    const rates = rowsOf(render(TWO_FACTORS), 'Rates');
    expect(rates.map((row) => row.slice(0, 3))).toEqual(
      [0.3, 0.5, 0.7].flatMap((share) =>
        [1, 4].flatMap((scale) => ['Sign', 'RLHF'].map((name) => [String(share), String(scale), name])),
      ),
    );
  });

  it('shows at most 24 panels of a kind and 500 rows of a table, and says so', () => {
    const html = render(manyCombinations(300));
    expect(html).toContain('24 of 300 are shown');
    expect(rowsOf(html, 'Values')).toHaveLength(500);
    expect(plain(html)).toContain('1,000 more rows are in summary.json');
    expect(html.match(/<svg/g)!.length).toBeLessThanOrEqual(6 * 24);
  });

  it('says in one sentence an estimator what failed, over all cells', () => {
    const html = plain(render(manyCombinations(300)));
    expect(html).toContain(
      '600,000 of 2,040,000 fits of RLHF failed, in 300 of 1,500 cells (separable): the most 2,000 in skew=0,scale=0,n=100;',
    );
    expect(html.match(/fits of/g)).toHaveLength(1);
  });

  it('says what varies, what the sentences are about, and which sizes are left out', () => {
    const html = plain(between(render(LISTED), '<dl class="facts">', '</dl>'));
    expect(html).toContain('population.features: box; or as the study file has it.');
    expect(html).toContain('4 of the 16 combinations that are possible');
    expect(html).toContain('This is the first combination, users = two kinds, steps = 100.');
    expect(html).toContain('1 combination leaves some of them out');
    expect(plain(render(TWO_FACTORS))).toContain('All 6 combinations.');
  });

  it('names the options of an estimator that vary', () => {
    const estimators = [100, 300].map((steps) => [
      { id: 'annealed', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps } as const,
    ]);
    const summary = fixtureSummary({
      sampleSizes: [100, 1000, 10_000],
      estimators: estimators[0],
      scenarios: estimators.map((own) => ({
        factors: { 'estimators.annealed.steps': own[0].steps },
        estimators: own,
      })),
    });
    expect(plain(render(summary))).toContain(
      'in 100 steps; steps varies, as given for the first combination.',
    );
  });

  it('shows a single numeric factor as a large picture, and its bias', () => {
    const html = render(ALONG);
    expect(between(html, 'class="lede"', '</section>').match(/<svg/g)).toHaveLength(2);
    expect(between(html, '<h2>Bias</h2>', '</section>').match(/<svg/g)).toHaveLength(2);
  });

  it('shows two numeric factors at one n as tables of numbers, levels in order', () => {
    const html = render(LEVELS);
    const tables = html.match(/<table class="grid">.*?<\/table>/gs)!;
    expect(tables).toHaveLength(2);
    const heads = [...tables[0].matchAll(/<th scope="row">([^<]*)</g)].map(([, text]) => text);
    expect(heads).toEqual(['0.3', '0.5', '0.7']);
    const first = LEVELS.cells.find(
      ({ factors }) => factors['population.users.share'] === 0.3 && factors['population.users.scale'] === 8,
    )!;
    const value = ((first.estimators[0].measures.rmsAngle!.value! * 180) / Math.PI).toFixed(2);
    expect(plain(tables[0].split('</tr>')[1])).toMatch(new RegExp(`${value} \\([\\d.]+\\)$`));
    const shades = [...html.matchAll(/class="s(\d+)"/g)].map(([, shade]) => Number(shade));
    expect(Math.min(...shades)).toBe(0);
    expect(Math.max(...shades)).toBe(16);
  });

  it('has b in place of the angle where b is what was asked for, and the angle folded away', () => {
    const html = render(NORMALISED);
    const [row] = rowsOf(html, 'Values');
    const { rmse } = NORMALISED.cells[0].estimators[0].measures;
    expect(row.slice(0, 2)).toEqual(['design 1', '250']);
    expect(row[2]).toBe(`${rmse!.value!.toFixed(3)} (${rmse!.mcse!.toFixed(3)})`);
    expect(html).toContain('<summary>The angle to the average taste</summary>');
    for (const head of ['RMSE of b', 'Bias of b', 'sd of b', 'RMS angle']) {
      expect(between(html, 'Measures of sign', '</table>')).toContain(head);
    }
    const one = fixtureSummary({ sampleSizes: [1000], normalised: true });
    expect(headlineOf(one)).toMatch(
      /the root-mean-square error of b = .* is [\d.]+ with the sign estimator and [\d.]+ with RLHF\.$/,
    );
  });

  it('draws nothing from a partial summary', () => {
    const missing = [{ cell: TWO_FACTORS.cells[0].key, estimator: 'sign', blocks: [0] }];
    expect(render({ ...TWO_FACTORS, status: 'partial', missing })).not.toContain('<svg');
  });

  it('says when a cell stops, where the study has a rule', () => {
    const fixed = fixtureSummary({ sampleSizes: [100, 1000] });
    const study = {
      ...fixed.study,
      looks: [
        [20, 40, 60],
        [30, 60],
      ],
      until: { measure: 'meanAngle', relativeMcse: 0.025 },
    } as const;
    const rule =
      'A cell has 20 to 30 at first; these are doubled, up to 60, until the Monte Carlo standard error of the mean angle is at most 2.5 % of it for every estimator.';
    expect(plain(render({ ...fixed, study }))).toContain(rule);
    expect(plain(render(fixed))).not.toContain('A cell has');
  });
});
