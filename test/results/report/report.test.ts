import { describe, expect, it } from 'vitest';
import { createPredict, SILENT } from '../../../results/predictions/predict.ts';
import { renderReport } from '../../../results/report/report.ts';
import type { Summary } from '../../../results/summary.ts';
import {
  ANNEALED,
  COLD,
  FIXTURE_PROVENANCE,
  fixtureSummary,
  RLHF,
  SIGN,
} from '../../support/fixture-summary.ts';
import { elementsOf } from '../../support/well-formed.ts';

const DEGREES = 180 / Math.PI;
const predict = createPredict();
const render = (summary: Summary): string =>
  renderReport({ summary, provenance: FIXTURE_PROVENANCE, predict });
const plain = (html: string): string => html.replace(/<[^>]+>/g, '');
const between = (html: string, start: string, end: string): string =>
  html.slice(html.indexOf(start)).split(end)[0];

describe('the report', () => {
  it('is one well-formed page: no script, nothing from the network', () => {
    for (const summary of [
      fixtureSummary(),
      fixtureSummary({ sampleSizes: [1000] }),
      fixtureSummary({ estimators: [SIGN, RLHF, ANNEALED, COLD] }),
      fixtureSummary({ failed: () => true }),
    ]) {
      const html = render(summary);
      for (const { name, attributes } of elementsOf(html)) {
        expect(['script', 'link', 'img', 'iframe']).not.toContain(name);
        for (const key of ['src', 'href', 'xlink:href']) expect(attributes).not.toHaveProperty(key);
      }
      expect(html).not.toMatch(/url\(|@import|NaN|Infinity|undefined|>null/);
      expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\//);
    }
  });

  it('opens with the numbers of the summary at the largest n', () => {
    const [h1] = between(render(fixtureSummary()), '<h1>', '</h1>').split('</h1>');
    const last = fixtureSummary().cells[8];
    const [sign, rlhf] = last.estimators.map(({ measures }) =>
      (measures.rmsAngle!.value! * DEGREES).toFixed(1),
    );
    expect(plain(h1)).toBe(
      `With a million comparisons from two kinds of users, RLHF still points ${rlhf}\u00b0 away from their average taste; ` +
        `the sign estimator is ${sign}\u00b0 away and falling.`,
    );
  });

  it('says who is closer where RLHF is, and that two are equal where noise covers the gap', () => {
    const small = between(render(fixtureSummary({ sampleSizes: [100] })), '<h1>', '</h1>');
    expect(plain(small)).toContain('RLHF is the closer of the two');
    const near = between(render(fixtureSummary({ sampleSizes: [2120] })), '<h1>', '</h1>');
    expect(plain(near)).toContain('equally far');
    const failed = between(render(fixtureSummary({ failed: () => true })), '<h1>', '</h1>');
    expect(plain(failed)).toBe('No fit succeeded, so nothing was measured.');
    const alone = between(render(fixtureSummary({ estimators: [RLHF] })), '<h1>', '</h1>');
    expect(plain(alone)).toContain('RLHF points 10.8\u00b0 away from their average taste.');
  });

  it('prints in its table every value and Monte Carlo standard error of the summary', () => {
    const summary = fixtureSummary();
    const rows = between(render(summary), 'aria-label="Values', '</table>')
      .split('<tr>')
      .slice(2, 11)
      .map(plain);
    for (const [i, cell] of summary.cells.entries()) {
      for (const measure of [
        ...cell.estimators.map(({ measures }) => measures.rmsAngle!),
        ...cell.pairs.map(({ rmsAngleDifference }) => rmsAngleDifference),
      ]) {
        const value = (measure.value! * DEGREES).toFixed(2).replace('-', '\u2212');
        expect(rows[i]).toContain(`${value} (${(measure.mcse! * DEGREES).toFixed(2)})`);
      }
    }
  });

  it('shows bold the closest estimator, and none within two standard errors', () => {
    const bold = (sampleSizes: readonly number[]): string =>
      between(render(fixtureSummary({ sampleSizes })), 'aria-label="Values', '</tbody>');
    expect(bold([100])).toMatch(/<td>25\.70<.*<td><b>16\.59</);
    expect(bold([2120])).not.toContain('<b>');
  });

  it('puts the fitted rate with its interval beside -1/3 and names a pre-asymptotic range', () => {
    const html = render(fixtureSummary());
    const rate = fixtureSummary().rates[0];
    expect(plain(html)).toContain(rate.slope.toFixed(3).replace('-', '\u2212'));
    expect(plain(html)).toContain('Pre-asymptotic: Sign.');
    expect(plain(html)).toContain(
      'contains \u22121/3. The local slopes drift, so that no one power of n is the law here.',
    );
    const calm: Summary = {
      ...fixtureSummary(),
      rates: fixtureSummary().rates.map((one) => ({ ...one, preAsymptotic: false })),
    };
    expect(plain(render(calm))).not.toMatch(/Pre-asymptotic|slopes drift/);
  });

  it('writes what a user typed as text', () => {
    const html = render(
      fixtureSummary({ title: '<script>alert(1)</script>', aim: '"a" & <b>b</b> n^(-1/3)' }),
    );
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<b>b</b>');
    expect(html).toContain('n<sup>\u22121/3</sup>');
  });

  it('says how many fits failed, where and why, and replays that cell', () => {
    const html = plain(render(fixtureSummary({ failed: (id, n) => id === 'rlhf' && n === 100 })));
    expect(html).toContain('2,000 of 2,000 fits of RLHF failed at n = 100: separable');
    expect(html).toContain('replay cube-root --cell n=100 --replicate 0');
  });

  it('draws nothing from a partial summary and names what is missing', () => {
    const html = render({
      ...fixtureSummary(),
      status: 'partial',
      missing: [{ cell: 'n=1000', estimator: 'sign', blocks: [3, 4, 5, 9] }],
    });
    expect(html).not.toContain('<svg');
    expect(plain(html)).toContain('Missing: blocks 3 to 5, 9 of Sign in cell n=1000.');
    expect(plain(html)).toContain('provisional');
  });

  it('ends with the command that repeats it and what made it', () => {
    const html = plain(render(fixtureSummary()));
    for (const text of [
      'npx signbench run cube-root',
      'd0cc0aef4a8c',
      '20251028',
      'wasm-f64',
      '14 s on 2 workers',
    ]) {
      expect(html).toContain(text);
    }
  });

  it('predicts from the study where no theory is given, and draws none where theory is not known', () => {
    const summary = fixtureSummary();
    expect(renderReport({ summary, provenance: FIXTURE_PROVENANCE })).toBe(render(summary));
    const without = renderReport({ summary, provenance: FIXTURE_PROVENANCE, predict: SILENT });
    expect(without).toContain('theory does not know the errors of this study');
    expect(without).not.toContain('settles');
  });

  it('names the file that was run without the folders of the machine that ran it', () => {
    const command = "signbench run '/home/ada/secret/my study.yaml' --profile quick";
    const html = renderReport({
      summary: fixtureSummary(),
      provenance: {
        ...FIXTURE_PROVENANCE,
        command: 'signbench run /home/ada/secret/mine.yaml --profile quick',
      },
    });
    expect(html).toContain('npx signbench run mine.yaml --profile quick');
    expect(html).not.toContain('ada');
    const quoted = renderReport({
      summary: fixtureSummary(),
      provenance: { ...FIXTURE_PROVENANCE, command },
    });
    expect(quoted).not.toContain('ada');
  });
});
