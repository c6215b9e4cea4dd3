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
import { type Domain, logDomain, tickDecimals } from './ticks.ts';
import { clipped, reachOf, type Track, tracksOf } from './tracks.ts';

/**
 * The main measure of a study of one scenario against n, both logarithmic: every estimator's measured values with bars of
 * +-2 MCSE, the predicted line of each in the band of its stated error, the limit it settles at, and where two of them cross. Returns SVG text.
 */
export function errorAgainstN(summary: Summary, foresight: Foresight, width: number = WIDE): string {
  const x = sizesDomain(summary.study.sampleSizes);
  const shown = mainMeasure(summary);
  const tracks = tracksOf(summary, foresight, { shown, x });
  return drawErrors(tracks, frameFor(x, logarithmic(reachOf(tracks)), width), {
    shown,
    title: shown.axis,
    name: `${nameOf(shown)} against n: ${summary.study.title}`,
  });
}

/** One combination of a study: its part of the summary, what theory predicts for it, and its name. */
export interface ErrorPanel {
  readonly label: string;
  readonly summary: Summary;
  readonly foresight: Foresight;
}

/** Points of a line in a small drawing. */
const FEW_POINTS = 11;

/** The same picture small, once for each combination of a study, all on one scale; shown: the main measure of the study. */
export function errorPanels(panels: readonly ErrorPanel[], shown: Shown): readonly string[] {
  const drawn = panels.map(({ label, summary, foresight }) => {
    const x = sizesDomain(summary.study.sampleSizes);
    return { label, x, tracks: tracksOf(summary, foresight, { shown, x, points: FEW_POINTS }) };
  });
  const y = logarithmic(drawn.flatMap(({ tracks }) => reachOf(tracks)));
  return drawn.map(({ label, x, tracks }) =>
    drawErrors(tracks, panelFrame(x, y), { shown, title: '', name: `${nameOf(shown)} against n: ${label}` }),
  );
}

const nameOf = ({ measure }: Shown): string =>
  measure === 'rmsAngle' ? 'Angle to the average taste' : 'Error of b';

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
      ...visible.flatMap((track) => theoryMarks(track, frame)),
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

const logarithmic = (values: readonly number[]): Domain =>
  logDomain(values.length === 0 ? [1, 90] : values, { pad: 0.06, least: 0.08 });

function frameFor(x: Domain, y: Domain, width: number): Frame {
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
    y,
    logY: true,
  };
}

const panelFrame = (x: Domain, y: Domain): Frame => ({
  width: SMALL,
  height: 240,
  left: 40,
  right: 14,
  top: 8,
  bottom: 44,
  fontSize: 12,
  x,
  y,
  logY: true,
});
