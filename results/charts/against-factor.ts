import * as Plot from '@observablehq/plot';
import { type Predict, SILENT } from '../predictions/predict.ts';
import type { Design } from './design.ts';
import { INK, NARROW, WIDE } from './drawing.ts';
import type { ErrorView } from './error-against-n.ts';
import { extent } from './extent.ts';
import { type Facets, MOST_PANELS } from './facets.ts';
import { type FactorAxis, factorAxis } from './factor-axis.ts';
import { type Line, linesOf, stepOf, thinned } from './factor-lines.ts';
import type { Across } from './frame.ts';
import { mainMeasure, type Shown } from './main-measure.ts';
import { measured } from './marks.ts';
import { DEGREES, minus } from './numbers.ts';
import { seriesLabels } from './series-labels.ts';
import { type SmallMultiple, smallMultiple } from './small-multiple.ts';
import { lineMarks } from './theory-marks.ts';
import { type Domain, linearDomain, logDomain } from './ticks.ts';

/** Theory takes a tenth of a second for each of them. */
const MOST_PREDICTED = 60;
/** Of more panels than are ever drawn these are: they only give a taste. */
const FIRST_PANELS = 12;
/** Values that span more than this factor stand on a logarithmic axis. */
const WIDE_SPAN = 20;

/** What is drawn against a factor: at which sizes, the error or the bias, along which factor where it is not the one with the most levels. */
export interface AlongView extends ErrorView {
  readonly sizes: readonly number[];
  readonly what: 'error' | 'bias';
  /** The path of a numeric factor. */
  readonly along?: string | undefined;
}

/** A measure against a factor: `bias` keeps its sign. */
export type AgainstFactor = Facets & {
  readonly axis: FactorAxis;
  readonly shown: Shown;
  /** Whether theory was asked: it is not about more than 60 combinations. */
  readonly predicted: boolean;
  /** 1, or every how many-th level is drawn where they are many. */
  readonly every: number;
  /** A single panel drawn larger, for a page and for a telephone; null where there are several. */
  readonly alone: { readonly wide: string; readonly narrow: string } | null;
};

/**
 * A measure, the main one unless another is given, or the bias that goes with it, against the numeric factor with the most levels, at the given sizes: one
 * panel for each n and for the levels of all else, on one scale; measured dots with bars of +-2 MCSE, theory as a line
 * between its values at the levels, in the band of its stated error. Null where nothing suitable varies or was measured.
 */
export function againstFactor(
  design: Design,
  predict: Predict,
  { sizes, what, along, ...view }: AlongView,
): AgainstFactor | null {
  const axis = factorAxis(design, sizes, along);
  if (axis === null) return null;
  const main = mainMeasure(design.summary);
  const shown = what === 'error' ? (view.shown ?? main) : biasOf(main);
  const drawn = axis.groups.slice(0, axis.groups.length > MOST_PANELS ? FIRST_PANELS : MOST_PANELS);
  const thin = drawn.map(({ label, cells }) => ({ label, cells: thinned(cells) }));
  const predicted =
    new Set(thin.flatMap(({ cells }) => cells.map(({ part }) => part))).size <= MOST_PREDICTED;
  const groups = thin.map(({ label, cells }) => ({
    label,
    lines: linesOf(cells, axis, { shown, predict: predicted ? predict : SILENT }).filter(
      ({ series }) => view.only === undefined || view.only.has(series.id),
    ),
  }));
  const scales = scalesOf(
    groups.flatMap(({ lines }) => lines),
    axis,
    view.scale,
  );
  if (scales === null) return null;
  const charts = groups.map(({ label, lines }) => ({
    label,
    chart: chartOf(lines, scales, { axis, shown, label }),
  }));
  const panels = charts.map(({ label, chart }) => ({
    label: label === '' ? axis.factor.name : label,
    svg: smallMultiple(chart),
  }));
  return {
    panels,
    of: axis.groups.length,
    axis,
    shown,
    predicted,
    every: Math.max(...drawn.map(({ cells }) => stepOf(cells))),
    alone: alone(charts[0].chart, charts.length, shown),
  };
}

function alone(chart: SmallMultiple, count: number, { axis }: Shown): AgainstFactor['alone'] {
  if (count > 1) return null;
  const titled = { ...chart, title: axis };
  return { wide: smallMultiple(titled, WIDE), narrow: smallMultiple(titled, NARROW) };
}

const biasOf = ({ measure }: Shown): Shown =>
  measure === 'rmsAngle'
    ? {
        measure: 'signedAngle',
        name: 'signed angle',
        scale: DEGREES,
        unit: '\u00b0',
        axis: 'mean signed angle',
        phrase: 'Mean signed angle in degrees',
      }
    : {
        measure: 'bias',
        name: 'bias of b',
        scale: 1,
        unit: '',
        axis: 'bias of b',
        phrase: 'Bias of b = \u03b8\u2082/\u03b8\u2081',
      };

interface Scales {
  readonly x: Domain;
  readonly y: Domain;
  readonly across: Across;
  readonly logY: boolean;
}

/** Common to all panels; null where it was measured at fewer than two levels, which show no course. */
function scalesOf(
  lines: readonly Line[],
  { factor, along }: FactorAxis,
  scale: ErrorView['scale'],
): Scales | null {
  const points = lines.flatMap(({ series }) => series.points);
  const span = extent(points.map(({ value }) => value));
  const levels = extent(points.map(({ n }) => n));
  if (span === null || levels === null || levels[0] === levels[1]) return null;
  const ends = points.flatMap(({ value, mcse }) => [value - 2 * (mcse ?? 0), value + 2 * (mcse ?? 0)]);
  const near = lines
    .flatMap(({ theory }) => theory.map(({ value }) => value))
    .filter((value) => value < 1.7 * span[1] && value > Math.min(span[0] / 1.7, 1.7 * span[0]));
  const logY = span[0] > 0 && (scale === undefined ? span[1] / span[0] > WIDE_SPAN : scale === 'log');
  const y = logY
    ? logDomain([...points.map(({ value }) => value), ...near], { pad: 0.06, least: 0.08 })
    : linearDomain([...ends, ...near, 0], 0);
  const logX = levels[0] > 0 && levels[1] / levels[0] >= 30;
  const title =
    along.length === 0
      ? factor.name
      : `${factor.name}, and ${along.map(({ name }) => name).join(', ')} with it`;
  return {
    x: logX ? logDomain(levels, { pad: 0.03, least: 0.05 }) : linearDomain(levels, 0),
    // An error starts at 0, a bias may be on both sides of it.
    y: !logY && span[0] >= 0 && y[0] < 0 ? [0, y[1]] : y,
    across: { title, log: logX },
    logY,
  };
}

function chartOf(
  lines: readonly Line[],
  { x, y, across, logY }: Scales,
  { axis, shown, label }: { readonly axis: FactorAxis; readonly shown: Shown; readonly label: string },
): SmallMultiple {
  const series = lines.map((line) => line.series);
  const zero = y[0] < 0 && y[1] > 0;
  return {
    name: `${shown.phrase} against ${axis.factor.name}${label === '' ? '' : `: ${label}`}`,
    title: '',
    x,
    y,
    across,
    logY,
    format: (tick, decimals) => minus(`${tick.toFixed(decimals)}${shown.unit}`),
    dots: series.flatMap(({ points }) => points),
    rules: zero ? [0] : [],
    marks: (frame) => [
      ...(zero ? [Plot.ruleY([0], { stroke: INK, strokeWidth: 1 })] : []),
      ...lines.flatMap(({ series: { mark }, theory }) =>
        lineMarks(theory, { colour: mark.colour, domain: y }),
      ),
      ...[...series]
        .reverse()
        .flatMap(({ points, mark }) => measured(points, mark, { r: 2.8, domain: frame.y })),
    ],
    labels: (frame) => seriesLabels(series, frame),
  };
}
