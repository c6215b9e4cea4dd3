import { bothWidths, escaped, standalone } from '../../../results/charts/drawing.ts';
import { grouped } from '../../../results/charts/numbers.ts';
import { STYLE } from '../../../results/report/style.ts';
import type { Store } from '../../../results/store/store.ts';
import { twinsKey } from '../keys.ts';
import type { TruthManifest } from '../truth/truth-manifest.ts';
import type { Evaluation } from './evaluation-manifest.ts';
import { evaluationNotes, failuresText, measureText } from './evaluation-text.ts';
import { evaluationFigure, SHOWN } from './figure.ts';
import { largestRows, mixturesByAngle } from './nearest-mixture.ts';
import { PUBLISHED } from './published.ts';
import { truthSentences } from './truth-text.ts';

/** Where the report of an evaluation and its pictures are. */
export interface WrittenReport {
  readonly report: string;
  readonly figures: readonly string[];
}

/** Writes `report.html`, one file with everything in it, and each picture as a file of its own. */
export async function writeEvaluationReport(
  store: Store,
  name: string,
  { evaluation, truth }: { readonly evaluation: Evaluation; readonly truth: TruthManifest | null },
): Promise<WrittenReport> {
  const put = async (file: string, text: string): Promise<string> => {
    const key = twinsKey(name, file);
    await store.replace(key, new TextEncoder().encode(text));
    return store.locate(key);
  };
  const figures: string[] = [];
  for (const shown of SHOWN) {
    figures.push(await put(`${shown.measure}.svg`, standalone(evaluationFigure(evaluation, shown))));
  }
  return { report: await put('report.html', evaluationReport(name, evaluation, truth)), figures };
}

/** The evaluation as one self-contained page: pictures, table, what the personas are like. */
function evaluationReport(name: string, evaluation: Evaluation, truth: TruthManifest | null): string {
  const { pairs, columns, personas } = evaluation;
  const title = `Twins ${name}: RLHF, EM and the sign estimator against the average user`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${escaped(title)} \u00b7 signbench</title>`,
    `<style>${STYLE}</style></head>`,
    '<body><header class="top">signbench</header><main>',
    `<section class="lede"><p class="crumb">${grouped(pairs)} pairs, ${grouped(columns)} features, ${grouped(personas)} personas</p><h1>${escaped(headline(evaluation))}</h1></section>`,
    ...SHOWN.map(
      (shown) =>
        `<section><figure>${bothWidths((width) => evaluationFigure(evaluation, shown, width))}` +
        `<figcaption>${escaped(caption(evaluation))}</figcaption></figure></section>`,
    ),
    `<section><h2>Values</h2><div class="scroll">${table(evaluation)}</div>${evaluationNotes(evaluation)
      .map((sentence) => `<p class="note">${escaped(sentence)}</p>`)
      .join('')}</section>`,
    truth === null
      ? ''
      : `<section><h2>The personas</h2>${truthSentences(truth)
          .map((sentence) => `<p class="note">${escaped(sentence)}</p>`)
          .join('')}</section>`,
    '</main></body></html>\n',
  ].join('\n');
}

function caption(evaluation: Evaluation): string {
  const mixtures = mixturesByAngle(evaluation);
  const nearest =
    mixtures.length > 1
      ? ' Of the mixtures, the nearest at the largest size is drawn; the table has all.'
      : '';
  return `Bars are \u00b12 Monte Carlo standard errors.${nearest} Dotted: the published values of RLHF and of the sign estimator, on other data.`;
}

/** The largest size's angles of RLHF, the sign estimator and, where it is nearer than that, the nearest mixture, in a sentence. */
function headline(evaluation: Evaluation): string {
  const rows = largestRows(evaluation);
  const angleOf = (id: string): number | null =>
    rows.find((row) => row.estimator === id)?.angle?.value ?? null;
  const [rlhf, sign] = [angleOf('rlhf'), angleOf('sign')];
  if (rlhf === null || sign === null) return 'How far fits are from the average user';
  const [nearest] = mixturesByAngle(evaluation);
  const mixture = nearest?.angle?.value ?? Number.POSITIVE_INFINITY;
  const more =
    mixture < sign
      ? `, ${nearest.label.replace(', ', ' with ')}, told who answered, ${mixture.toFixed(1)}\u00b0`
      : '';
  return `From ${grouped(rows[0].n)} labels RLHF is ${rlhf.toFixed(1)}\u00b0 from the average user, the sign estimator ${sign.toFixed(1)}\u00b0${more}`;
}

function table({ rows }: Evaluation): string {
  const body = rows.map((row, i) => {
    const first = i === 0 || rows[i - 1].n !== row.n;
    const cells = [
      measureText(row.angle, { scale: 1, decimals: 1 }),
      measureText(row.angleLessRlhf, { scale: 1, decimals: 1 }),
      measureText(row.disagreement, { scale: 100, decimals: 2 }),
      measureText(row.disagreementLessRlhf, { scale: 100, decimals: 2 }),
      row.evaluations === null ? '\u2013' : grouped(row.evaluations.value),
      failuresText(row),
    ];
    return `<tr${first ? ' class="g"' : ''}><th scope="row">${first ? grouped(row.n) : ''}</th><td class="l">${escaped(row.label)}</td>${cells.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`;
  });
  const published = PUBLISHED.map(
    ({ estimator, angle, disagreement }) =>
      `<tr><td>43,834</td><td class="l">published ${estimator === 'rlhf' ? 'RLHF' : 'sign'}</td><td>${angle}</td><td></td><td>${100 * disagreement}</td><td></td><td></td><td></td></tr>`,
  );
  const heads = ['angle \u00b0', 'less RLHF', 'disagreement %', 'less RLHF', 'readings', 'failed'];
  return (
    `<table><thead><tr><th scope="col">pairs</th><th scope="col" class="l">estimator</th>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>` +
    `<tbody>${body.join('')}</tbody><tfoot>${published.join('')}</tfoot></table>`
  );
}
