import { type Prediction, predict } from '../../theory/prediction.ts';
import { escaped, NARROW, standalone, WIDE } from '../charts/drawing.ts';
import { errorAgainstN } from '../charts/error-against-n.ts';
import type { Provenance, Summary } from '../summary.ts';
import { heroCaption } from './captions.ts';
import { answer, headline } from './headline.ts';
import { measuresTables } from './measures-tables.ts';
import { multiples } from './multiples.ts';
import { failureLines, gapLines } from './notes.ts';
import { provenanceBox } from './provenance-box.ts';
import { ratesTable } from './rates-table.ts';
import { replayNote, studyFacts } from './study-facts.ts';
import { STYLE } from './style.ts';
import { valuesTable } from './values-table.ts';
import { prose } from './words.ts';

/** What a report is made of; `theory` is predicted from the study where it is not given. */
export interface ReportInput {
  readonly summary: Summary;
  readonly provenance: Provenance;
  readonly theory?: Prediction | null;
}

/**
 * A study's report as one self-contained HTML page: the sentence with its number, the picture that shows it, the tables that
 * prove it, the command that repeats it. No scripts, nothing from the network; light, dark, print and telephone.
 *
 * From a partial summary no chart is drawn: the page names what is missing and calls its values provisional.
 */
export function renderReport({ summary, provenance, theory }: ReportInput): string {
  const prediction = theory === undefined ? predict(summary.study.scenarios[0].population) : theory;
  const { title, aim } = summary.study;
  const partial = summary.status === 'partial';
  const sections = [
    partial ? gap(summary) : '',
    lede(summary, partial ? null : heroFigure(summary, prediction)),
    partial
      ? ''
      : section('Is it the cube-root law?', `${ratesTable(summary)}${multiples(summary, prediction)}`),
    section('Values', values(summary, prediction)),
    section('The study', `${studyFacts(summary)}${replayNote(summary)}`),
    section('Run it yourself', provenanceBox(summary, provenance)),
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${escaped(title)} \u00b7 signbench</title>`,
    aim === '' ? '' : `<meta name="description" content="${escaped(aim)}">`,
    `<style>${STYLE}</style></head>`,
    '<body><header class="top">signbench</header><main>',
    ...sections,
    '</main><footer><p>Every measured number stands beside its Monte Carlo standard error. All data are simulated; no ',
    'person\u2019s choices are shown.</p></footer></body></html>',
    '',
  ]
    .filter((part, i, parts) => part !== '' || i === parts.length - 1)
    .join('\n');
}

/** The report's first picture as an SVG file of its own, light and dark. */
export const renderPicture = (summary: Summary): string =>
  `${standalone(errorAgainstN(summary, predict(summary.study.scenarios[0].population), WIDE))}\n`;

const section = (title: string, content: string): string =>
  content === '' ? '' : `<section><h2>${title}</h2>${content}</section>`;

function gap(summary: Summary): string {
  const lines = gapLines(summary).map(escaped);
  const named = lines.length > 0 ? lines.join('<br>') : 'Some blocks are missing.';
  return (
    `<section class="gap"><p>This study is not whole, so no chart is drawn and its values are provisional.</p>` +
    `<p class="note">${named}</p></section>`
  );
}

function lede(summary: Summary, figure: string | null): string {
  const { title, aim } = summary.study;
  const question = aim === '' ? '' : `<p class="question">${prose(capitalised(aim))}</p>`;
  const reply = figure === null ? '' : answer(summary);
  return (
    `<section class="lede"><p class="crumb">${prose(title)}</p><h1>${headline(summary)}</h1>` +
    `${question}${reply === '' ? '' : `<p class="answer">${reply}</p>`}${figure ?? ''}</section>`
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const heroFigure = (summary: Summary, prediction: Prediction | null): string =>
  `<figure class="hero"><div><div class="wide">${errorAgainstN(summary, prediction, WIDE)}</div>` +
  `<div class="narrow">${errorAgainstN(summary, prediction, NARROW)}</div></div>` +
  `<figcaption>${heroCaption(summary, prediction)}</figcaption></figure>`;

function values(summary: Summary, prediction: Prediction | null): string {
  const failures = failureLines(summary);
  const failed = failures.length === 0 ? 'No fit failed.' : failures.map(escaped).join('<br>');
  return (
    '<p class="note">Root-mean-square angle to the average taste in degrees, its Monte Carlo standard error in parentheses. ' +
    'Bold: closest by at least two standard errors. Differences are paired: both estimators saw the same data sets, and only ' +
    `those on which both succeeded count.</p>${valuesTable(summary, prediction)}<p class="note">${failed}</p>` +
    measuresTables(summary)
  );
}
