import * as Plot from '@observablehq/plot';
import type { Foresight } from '../predictions/predict.ts';
import type { Summary } from '../summary.ts';
import { measuredCrossing } from './crossing.ts';
import { draw, INK, SMALL, WIDE } from './drawing.ts';
import { crossingMarks, labelsOf, obstaclesOf, theoryMarks } from './error-marks.ts';
import { axes, type Frame, isNarrow, plotOptions, sizesDomain, yTicks } from './frame.ts';
import { labelMarks, placeLabels } from './labels.ts';
import { mainMeasure, type Shown } from './main-measure.ts';
import { measured } from './marks.ts';
import { minus } from './numbers.ts';
import { isSigned } from './shown-measures.ts';
import { type Domain, linearDomain, logDomain, tickDecimals } from './ticks.ts';
import { clipped, reachOf, type Track, tracksOf } from './tracks.ts';

/**
 * The main measure of a study of one scenario against n, both logarithmic: every estimator's measured values with bars of
 * +-2 MCSE, the predicted line of each in the band of its stated error, the limit it settles at, and where two of them cross. Returns SVG text.
 */
export function errorAgainstN(
  summary: Summary,
  foresight: Foresight,
  { width = WIDE, ...view }: ErrorView & { readonly width?: number } = {},
): string {
  const x = sizesDomain(summary.study.sampleSizes);
  const { shown = mainMeasure(summary), only } = view;
  const logY = isLog(view, shown);
  const tracks = tracksOf(summary, foresight, { shown, x, logY, only });
  return drawErrors(
    tracks,
    { ...frameFor(x, width), y: domainOf(tracks, logY), logY },
    {
      shown,
      title: shown.axis,
      name: `${nameOf(shown)} against n: ${summary.study.title}`,
    },
  );
}

/** What of a summary is drawn; by default its main measure of every estimator on a logarithmic axis. */
export interface ErrorView {
  readonly shown?: Shown | undefined;
  /** The scale of the values; a measure that may be negative is never on a logarithmic one. */
  readonly scale?: 'log' | 'linear' | undefined;
  /** The estimators drawn, all where it is not given. */
  readonly only?: ReadonlySet<string> | undefined;
}

const isLog = ({ scale = 'log' }: ErrorView, shown: Shown): boolean => scale === 'log' && !isSigned(shown);

/** One combination of a study: its part of the summary, what theory predicts for it, and its name. */
export interface ErrorPanel {
  readonly label: string;
  readonly summary: Summary;
  readonly foresight: Foresight;
}

/** Points of a line in a small drawing. */
const FEW_POINTS = 11;

/** The same picture small, once for each combination of a study, all on one scale; shown: the main measure of the study. */
export function errorPanels(
  panels: readonly ErrorPanel[],
  { shown, ...view }: ErrorView & { readonly shown: Shown },
): readonly string[] {
  const logY = isLog(view, shown);
  const drawn = panels.map(({ label, summary, foresight }) => {
    const x = sizesDomain(summary.study.sampleSizes);
    const tracks = tracksOf(summary, foresight, { shown, x, logY, only: view.only, points: FEW_POINTS });
    return { label, x, tracks };
  });
  const y = domainOf(
    drawn.flatMap(({ tracks }) => tracks),
    logY,
  );
  return drawn.map(({ label, x, tracks }) =>
    drawErrors(
      tracks,
      { ...panelFrame(x), y, logY },
      { shown, title: '', name: `${nameOf(shown)} against n: ${label}` },
    ),
  );
}

const nameOf = ({ measure, axis }: Shown): string => {
  if (measure === 'rmsAngle') return 'Angle to the average taste';
  return measure === 'rmse' ? 'Error of b' : `${axis.charAt(0).toUpperCase()}${axis.slice(1)}`;
};

interface Words {
  readonly shown: Shown;
  readonly title: string;
  /** Accessible name. */
  readonly name: string;
}

function drawErrors(tracks: readonly Track[], frame: Frame, { shown, title, name }: Words): string {
  const visible = tracks.map((track) => clipped(track, frame.y));
  const all = tracks.map(({ series }) => series);
  const crossing = measuredCrossing(all);
  const decimals = tickDecimals(yTicks(frame));
  return draw(name, {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, title, (tick) => `${minus(String(Number(tick.toFixed(decimals))))}${shown.unit}`),
      ...(frame.y[0] < 0 && frame.y[1] > 0 ? [Plot.ruleY([0], { stroke: INK, strokeWidth: 1 })] : []),
      ...theoryMarks(visible, frame),
      ...(crossing === null ? [] : crossingMarks(crossing, frame)),
      ...[...visible]
        .reverse()
        .flatMap(({ series }) =>
          measured(series.points, series.mark, { r: isNarrow(frame.width) ? 2.8 : 3.5, domain: frame.y }),
        ),
      ...labelMarks(
        placeLabels(labelsOf(visible, crossing, frame), frame, obstaclesOf(visible, crossing, frame)),
        frame,
      ),
      ...(all.every(({ points }) => points.length === 0) ? [nothing(frame)] : []),
    ],
  });
}

const nothing = ({ width }: Frame): Plot.Markish =>
  Plot.text([width > SMALL ? 'no fit succeeded: nothing was measured' : 'nothing was measured'], {
    frameAnchor: 'middle',
    fill: INK,
  });

/** Of the values, common to all tracks; errors on a linear axis start at 0. */
function domainOf(tracks: readonly Track[], logY: boolean): Domain {
  const values = reachOf(tracks, logY);
  if (logY) return logDomain(values.length === 0 ? [1, 90] : values, { pad: 0.06, least: 0.08 });
  const [low, high] = linearDomain([...values, 0], values.length === 0 ? 1 : 0);
  return values.every((value) => value >= 0) ? [0, high || 1] : [low, high];
}

function frameFor(x: Domain, width: number): Omit<Frame, 'y' | 'logY'> {
  const narrow = isNarrow(width);
  return {
    width,
    height: narrow ? 330 : 440,
    left: narrow ? 38 : 46,
    right: narrow ? 18 : 28,
    top: 28,
    bottom: 46,
    fontSize: narrow ? 12 : 13,
    x,
  };
}

const panelFrame = (x: Domain): Omit<Frame, 'y' | 'logY'> => ({
  width: SMALL,
  height: 240,
  left: 40,
  right: 14,
  top: 8,
  bottom: 44,
  fontSize: 12,
  x,
});
