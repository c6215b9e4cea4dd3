import { type AgainstFactor, type AlongView, againstFactor } from '../charts/against-factor.ts';
import { assembled } from '../charts/assembled.ts';
import { combinationRows, promisedCoverage } from '../charts/combination-rows.ts';
import type { Design } from '../charts/design.ts';
import { escaped, NARROW } from '../charts/drawing.ts';
import { chartFacets, errorFacets, type Facets } from '../charts/facets.ts';
import { localSlopes } from '../charts/local-slopes.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { scaledError } from '../charts/scaled-error.ts';
import { signedAngle } from '../charts/signed-angle.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Predict } from '../predictions/predict.ts';
import { dotsNote, SCALED_LINES, SLOPE_LINES } from './captions.ts';
import { levelGrid, levelGridNote } from './level-grid.ts';
import { askedNote } from './theory-column.ts';
import { listed, number } from './words.ts';

/** With fewer sizes a course in n says little, one in a factor says more. */
export const FEW_SIZES = 2;

/** The first figures of a study in which something varies, as HTML. */
export function gridFigures(design: Design, predict: Predict, view: GridView = {}): string {
  const { sampleSizes } = design.summary.study;
  if (sampleSizes.length > FEW_SIZES) {
    const facets = errorFacets(design, predict, view);
    const along = againstFactor(design, predict, { ...view, sizes: sampleSizes.slice(-1), what: 'error' });
    const { phrase } = view.shown ?? mainMeasure(design.summary);
    return [
      figure(facets, `${phrase} against n. ${readingNote(facets, design)}`),
      along === null ? '' : alongFigure(along, design),
    ].join('\n');
  }
  const asked = affordable(predict, design.summary.study);
  const grid = Object.values(view).some((value) => value !== undefined)
    ? null
    : levelGrid(design, asked.predict);
  if (grid !== null) {
    return `<div class="levels">${grid}</div><p class="note">${levelGridNote(design)}${askedNote(asked, design)}</p>`;
  }
  const along = againstFactor(design, predict, { ...view, sizes: sampleSizes, what: 'error' });
  return along === null ? rowFigures(design, predict, view) : alongFigure(along, design);
}

/** What of a study in which something varies is drawn, and along which factor. */
export type GridView = Pick<AlongView, 'shown' | 'scale' | 'only' | 'along'>;

/** The picture of a study in which something varies as one drawing. */
export function gridPicture(design: Design, predict: Predict, view: GridView = {}): string {
  const { sampleSizes, title } = design.summary.study;
  const { phrase } = view.shown ?? mainMeasure(design.summary);
  if (sampleSizes.length > FEW_SIZES) {
    return assembled(errorFacets(design, predict, view), {
      title: phrase,
      name: `${phrase} against n: ${title}`,
    });
  }
  const along = againstFactor(design, predict, { ...view, sizes: sampleSizes, what: 'error' });
  if (along?.alone) return along.alone.wide;
  if (along !== null) {
    const against = `${phrase} against ${along.axis.factor.name}`;
    return assembled(along, { title: against, name: `${against}: ${title}` });
  }
  const rows = combinationRows(design, predict, { ...view, n: sampleSizes[sampleSizes.length - 1] });
  return rows ?? assembled({ panels: [], of: 0 }, { title: 'Nothing was measured', name: title });
}

/** Slopes, constants and biases by combination, folded away, as HTML; empty where there are too few sizes for a course. */
export function gridMultiples(design: Design, predict: Predict): string {
  if (design.summary.study.sampleSizes.length <= FEW_SIZES) return '';
  const shown = mainMeasure(design.summary);
  const foresightOf = (part: Design['parts'][number]) => predict(part.summary.study.scenarios[0]);
  const folded: readonly (readonly [title: string, facets: Facets | null, note: string])[] = [
    [
      'Local slopes by combination',
      chartFacets(design, (part) => localSlopes(part.summary, foresightOf(part), shown)),
      `Slope of log error between neighbouring n; ${SLOPE_LINES}`,
    ],
    [
      'Error times the cube root of n by combination',
      chartFacets(design, (part) => scaledError(part.summary, foresightOf(part), shown)),
      `Level once the law holds; ${SCALED_LINES}`,
    ],
    [
      'Mean signed angle by combination',
      chartFacets(design, (part) => signedAngle(part.summary, foresightOf(part))),
      'Counter-clockwise positive. At 0 an estimator points at the average taste; dotted lines are predicted limits.',
    ],
  ];
  return folded
    .map(([title, facets, note]) =>
      facets === null
        ? ''
        : `<details><summary>${title}</summary>${figure(facets, `${note} Bars: \u00b12 standard errors.${shownNote(facets)}`)}</details>`,
    )
    .join('\n');
}

/** The bias against a factor, as HTML; empty where nothing numeric varies. */
export function biasFigure(design: Design, predict: Predict): string {
  const { sampleSizes } = design.summary.study;
  const sizes = sampleSizes.length > FEW_SIZES ? sampleSizes.slice(-1) : sampleSizes;
  const along = againstFactor(design, predict, { sizes, what: 'bias' });
  return along === null ? '' : alongFigure(along, design);
}

function alongFigure(along: AgainstFactor, design: Design): string {
  const note = alongNote(along, design);
  return along.alone === null ? figure(along, note) : largeFigure(along.alone, note);
}

const largeFigure = ({ wide, narrow }: NonNullable<AgainstFactor['alone']>, note: string): string =>
  `<figure class="hero"><div><div class="wide">${wide}</div><div class="narrow">${narrow}</div></div>` +
  `<figcaption><p><b>How to read this.</b> ${note}</p></figcaption></figure>`;

function figure({ panels }: Facets, caption: string): string {
  const drawn = panels.map(
    ({ label, svg }) => `<figure><figcaption>${escaped(label)}</figcaption>${svg}</figure>`,
  );
  return `<figure class="facets"><figcaption>${caption}</figcaption><div class="multiples">${drawn.join('\n')}</div></figure>`;
}

const shownNote = ({ panels, of }: Facets): string =>
  panels.length === of
    ? ''
    : ` ${grouped(panels.length)} of ${grouped(of)} are shown, in the order of the study file; the tables go on.`;

function readingNote(facets: Facets, { summary }: Design): string {
  const lines =
    'lines are what theory predicts at each n, in the band of its stated error, and dotted lines its limits, where it covers the combination';
  return `One panel a combination, all on one scale. Dots are measured; ${lines}. ${dotsNote(summary)}${shownNote(facets)}`;
}

/** How to read a picture against a factor. */
function alongNote(along: AgainstFactor, { summary }: Design): string {
  const { axis, shown, predicted, every } = along;
  const theory = predicted
    ? 'a line joins what theory says at the same levels, where it covers them'
    : 'theory is not drawn for so many combinations';
  const thin = every === 1 ? '' : ` One level in ${grouped(every)} is drawn.`;
  const { sampleSizes } = summary.study;
  const size =
    sampleSizes.length > FEW_SIZES || sampleSizes.length === 1
      ? ` at n = ${grouped(sampleSizes[sampleSizes.length - 1])}`
      : '';
  const zipped =
    axis.along.length === 0
      ? ''
      : `, with which ${listed(axis.along.map(({ name }) => escaped(name)))} changes`;
  return (
    `${shown.phrase}${size} against ${escaped(axis.factor.name)}${zipped}. Dots are measured; ${theory}. ` +
    `${dotsNote(summary)}${thin}${shownNote(along)}`
  );
}

function rowFigures(design: Design, predict: Predict, view: GridView): string {
  const { sampleSizes } = design.summary.study;
  const rest =
    design.parts.length > 24
      ? ` The first 24 of ${grouped(design.parts.length)} are shown; the table goes on.`
      : '';
  return sampleSizes
    .flatMap((n) => {
      const wide = combinationRows(design, predict, { ...view, n });
      const narrow = combinationRows(design, predict, { ...view, n, width: NARROW });
      if (wide === null || narrow === null) return [];
      const { phrase } = view.shown ?? mainMeasure(design.summary);
      const level = view.shown?.measure === 'coverage' ? promisedCoverage(design.summary) : null;
      const promise =
        level === null ? '' : ` The dotted line is the ${number(level)} % that the intervals promise.`;
      const note = `${phrase}. One row a combination, at n = ${grouped(n)}; an upright line is what theory predicts.${promise} ${dotsNote(design.summary)}${rest}`;
      return [largeFigure({ wide, narrow }, note)];
    })
    .join('\n');
}
