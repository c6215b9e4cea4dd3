import type { Tables } from '../../kernels/populations/table.ts';
import { SelectionError } from '../../results/catalogue/selection.ts';
import { againstFactor } from '../../results/charts/against-factor.ts';
import { assembled } from '../../results/charts/assembled.ts';
import { chernoffQq } from '../../results/charts/chernoff-qq.ts';
import { type Design, designOf } from '../../results/charts/design.ts';
import { standalone } from '../../results/charts/drawing.ts';
import { errorAgainstN } from '../../results/charts/error-against-n.ts';
import { chartFacets, errorFacets, type Facets } from '../../results/charts/facets.ts';
import { localSlopes } from '../../results/charts/local-slopes.ts';
import { mainMeasure, type Shown } from '../../results/charts/main-measure.ts';
import { scaledError } from '../../results/charts/scaled-error.ts';
import { shownMeasures } from '../../results/charts/shown-measures.ts';
import { signedAngle } from '../../results/charts/signed-angle.ts';
import { type SmallMultiple, smallMultiple } from '../../results/charts/small-multiple.ts';
import { affordable } from '../../results/predictions/affordable.ts';
import { createPredict, type Foresight, type Predict } from '../../results/predictions/predict.ts';
import type { Summary } from '../../results/summary.ts';
import type { ChartKind } from './chart-kinds.ts';

/** How a chart is drawn. */
export interface ChartView {
  readonly measure?: string | undefined;
  readonly scale?: 'log' | 'linear' | undefined;
  readonly width: number;
  readonly tables?: Tables | undefined;
}

interface Drawing {
  readonly design: Design;
  readonly predict: Predict;
  readonly shown: Shown;
  readonly view: ChartView;
}

/**
 * A chart of a summary as an SVG file of its own; null where it has nothing to show.
 *
 * @throws SelectionError where the study lacks the measure.
 */
export function drawChart(kind: ChartKind, summary: Summary, view: ChartView): string | null {
  const { predict } = affordable(createPredict(view.tables), summary.study);
  const drawing = { design: designOf(summary), predict, shown: shownOf(summary, view.measure), view };
  const svg = svgOf(kind, drawing);
  return svg === null ? null : `${standalone(svg)}\n`;
}

function svgOf(kind: ChartKind, drawing: Drawing): string | null {
  if (drawing.design.summary.cells.length === 0) return null;
  switch (kind) {
    case 'error':
      return errorChart(drawing);
    case 'factor':
      return alongFactor(drawing, 'error');
    case 'slopes':
      return multiple(drawing, 'Local slopes', (summary, foresight) =>
        localSlopes(summary, foresight, drawing.shown),
      );
    case 'scaled':
      return multiple(drawing, 'Error times the cube root of n', (summary, foresight) =>
        scaledError(summary, foresight, mainMeasure(summary)),
      );
    case 'bias':
      return alongFactor(drawing, 'bias') ?? multiple(drawing, 'Mean signed angle', signedAngle);
    case 'law':
      return lawChart(drawing);
    default:
      return kind satisfies never;
  }
}

function shownOf(summary: Summary, measure: string | undefined): Shown {
  const all = shownMeasures(summary);
  const found = measure === undefined ? all[0] : all.find((one) => one.measure === measure);
  if (found !== undefined) return found;
  throw new SelectionError(
    'measure',
    measure ?? '',
    all.map((one) => one.measure),
  );
}

function errorChart({ design, predict, shown, view: { scale, width } }: Drawing): string {
  const { summary } = design;
  if (design.parts.length === 1) {
    return errorAgainstN(summary, predict(summary.study.scenarios[0]), { shown, scale, width });
  }
  const title = `${shown.phrase} against n`;
  return assembled(errorFacets(design, predict, { shown, scale }), {
    title,
    name: `${title}: ${summary.study.title}`,
  });
}

function alongFactor({ design, predict, view: { width } }: Drawing, what: 'error' | 'bias'): string | null {
  const { study } = design.summary;
  const along = againstFactor(design, predict, { sizes: study.sampleSizes.slice(-1), what });
  if (along === null) return null;
  if (along.alone !== null) return width < 720 ? along.alone.narrow : along.alone.wide;
  const title = `${along.shown.phrase} against ${along.axis.factor.name}`;
  return assembled(along, { title, name: `${title}: ${study.title}` });
}

function multiple(
  { design, predict, view: { width } }: Drawing,
  title: string,
  chartOf: (summary: Summary, foresight: Foresight) => SmallMultiple | null,
): string | null {
  const { summary, parts } = design;
  if (parts.length === 1) {
    const chart = chartOf(summary, predict(summary.study.scenarios[0]));
    return chart === null ? null : smallMultiple(chart, width);
  }
  const facets: Facets | null = chartFacets(design, (part) =>
    chartOf(part.summary, predict(part.summary.study.scenarios[0])),
  );
  return facets === null ? null : assembled(facets, { title, name: `${title}: ${summary.study.title}` });
}

/** The first claim about a law that has a sample. */
function lawChart({ design: { summary } }: Drawing): string | null {
  for (const { claim, sample } of summary.claims) {
    if (claim.kind !== 'law' || sample === undefined || sample.quantiles.length === 0) continue;
    return chernoffQq({
      sample,
      within: claim.within,
      name: `The law of ${claim.estimator} at n = ${claim.at}`,
    });
  }
  return null;
}
