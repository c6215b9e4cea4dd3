import { type Design, designOf } from '../charts/design.ts';
import { bothWidths, escaped, standalone, WIDE } from '../charts/drawing.ts';
import { errorAgainstN } from '../charts/error-against-n.ts';
import { ANGLE, mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { createPredict, type Foresight, type Predict } from '../predictions/predict.ts';
import type { Provenance, Summary } from '../summary.ts';
import { heroCaption } from './captions.ts';
import { claimsTable } from './claims-table.ts';
import { furtherHtml } from './further-html.ts';
import { biasFigure, type GridView, gridFigures, gridMultiples, gridPicture } from './grid-figures.ts';
import { designFailureNotes } from './grid-notes.ts';
import { gridAnswer, gridHeadline } from './grid-words.ts';
import { answer, headline } from './headline.ts';
import { measuresTables } from './measures-tables.ts';
import { multiples } from './multiples.ts';
import { gapLines, noteLine } from './notes.ts';
import { provenanceBox } from './provenance-box.ts';
import { ratesTable } from './rates-table.ts';
import { signatureNotes } from './signature-notes.ts';
import { replayNote, studyFacts } from './study-facts.ts';
import { STYLE } from './style.ts';
import { isError } from './values-model.ts';
import { valuesTable } from './values-table.ts';
import { capitalised, prose } from './words.ts';

/** What a report is made of; `predict` says what theory knows of a population, all of it where it is not given. */
export interface ReportInput {
  readonly summary: Summary;
  readonly provenance: Provenance;
  readonly predict?: Predict;
}

/**
 * A study's report as one self-contained HTML page: the sentence with its number, the picture that shows it, the tables that
 * prove it, the command that repeats it. No scripts, nothing from the network; light, dark, print and telephone.
 *
 * From a partial summary no chart is drawn: the page names what is missing and calls its values provisional.
 */
export function renderReport({ summary, provenance, predict = createPredict() }: ReportInput): string {
  const design = designOf(summary);
  const { title, aim } = summary.study;
  const partial = summary.status === 'partial';
  const sections = [
    partial ? gap(summary) : '',
    lede(design, partial ? null : figures(design, predict)),
    section('Claims', claimsTable(design, predict)),
    partial ? '' : section('Is it the cube-root law?', rates(design, predict)),
    partial || !isGrid(design) ? '' : section('Bias', biasFigure(design, predict)),
    section('Values', values(design, predict)),
    section('The study', `${studyFacts(design)}${replayNote(summary)}`),
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

/** The report's first picture, or another view of the same, as an SVG file of its own, light and dark. */
export function renderPicture(
  summary: Summary,
  predict: Predict = createPredict(),
  view: GridView = {},
): string {
  const design = designOf(summary);
  const svg = isGrid(design)
    ? gridPicture(design, predict, view)
    : errorAgainstN(summary, predict(summary.study.scenarios[0]), { ...view, width: WIDE });
  return `${standalone(svg)}\n`;
}

const isGrid = ({ parts }: Design): boolean => parts.length > 1;

const section = (title: string, content: string): string =>
  content === '' ? '' : `<section><h2>${title}</h2>${content}</section>`;

function gap(summary: Summary): string {
  const named = firstLines(gapLines(summary)) || 'Some blocks are missing.';
  return (
    `<section class="gap"><p>This study is not whole, so no chart is drawn and its values are provisional.</p>` +
    `<p class="note">${named}</p></section>`
  );
}

function lede(design: Design, figure: string | null): string {
  const { summary } = design;
  const { title, aim } = summary.study;
  const sentence = isGrid(design) ? gridHeadline(design) : headline(summary);
  const question = aim === '' ? '' : `<p class="question">${prose(capitalised(aim))}</p>`;
  const reply = figure === null ? '' : isGrid(design) ? gridAnswer(design) : answer(summary);
  return (
    `<section class="lede"><p class="crumb">${prose(title)}</p><h1>${sentence}</h1>` +
    `${question}${reply === '' ? '' : `<p class="answer">${reply}</p>`}${figure ?? ''}</section>`
  );
}

function figures(design: Design, predict: Predict): string {
  if (isGrid(design)) return gridFigures(design, predict);
  const { summary } = design;
  return heroFigure(summary, predict(summary.study.scenarios[0]));
}

function rates(design: Design, predict: Predict): string {
  const table = ratesTable(design, predict);
  if (isGrid(design)) return `${table}${gridMultiples(design, predict)}`;
  const { summary } = design;
  return `${table}${multiples(summary, predict(summary.study.scenarios[0]))}`;
}

const heroFigure = (summary: Summary, foresight: Foresight): string =>
  `<figure class="hero"><div>${bothWidths((width) => errorAgainstN(summary, foresight, { width }))}</div>` +
  `<figcaption>${heroCaption(summary, foresight)}</figcaption></figure>`;

function values(design: Design, predict: Predict): string {
  const { summary } = design;
  const failures = designFailureNotes(design).map(noteLine);
  const signatures = signatureNotes(summary).map((note) => `<p class="note">${escaped(noteLine(note))}</p>`);
  const failed = failures.length === 0 ? 'No fit failed.' : firstLines(failures);
  const main = mainMeasure(summary);
  return `${tables(design, predict, main)}${furtherHtml(design)}<p class="note">${failed}</p>${signatures.join('')}${measuresTables(design, predict)}`;
}

/** The table of the main measure and, where that is not the angle, the angles folded away. */
function tables(design: Design, predict: Predict, main: Shown): string {
  if (main.measure === ANGLE.measure) return `${valuesNote(main)}${valuesTable(design, predict)}`;
  return (
    `${valuesNote(main)}${valuesTable(design, predict)}<details><summary>The angle to the average taste</summary>` +
    `${valuesNote(ANGLE)}${valuesTable(design, predict, ANGLE)}</details>`
  );
}

const PAIRED =
  ' Differences are paired: both estimators saw the same data sets, and only those on which both succeeded count.';

/** What a table of values shows, as a note of HTML. */
export const valuesNote = (shown: Shown): string =>
  `<p class="note">${shown.phrase}, its Monte Carlo standard error in parentheses.${isError(shown) ? ' Bold: closest by at least two standard errors.' : ''}${shown.measure === ANGLE.measure ? PAIRED : ''}</p>`;

/** Lines beyond these only repeat. */
const MOST_LINES = 100;

/** The first lines of text as HTML, and how many more there are; empty without lines. */
function firstLines(lines: readonly string[]): string {
  const more = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES).map(escaped),
    ...(more > 0 ? [`and ${grouped(more)} more`] : []),
  ].join('<br>');
}
