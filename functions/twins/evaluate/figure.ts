import * as Plot from '@observablehq/plot';
import { draw, INK, SOFT, WIDE } from '../../../results/charts/drawing.ts';
import {
  axes,
  type Frame,
  isNarrow,
  pixelX,
  pixelY,
  plotOptions,
  sizesDomain,
} from '../../../results/charts/frame.ts';
import { labelMarks, lineObstacles, placeLabels } from '../../../results/charts/labels.ts';
import { type Mark, markAt, measured } from '../../../results/charts/marks.ts';
import type { Point } from '../../../results/charts/series.ts';
import { limitMark } from '../../../results/charts/theory-marks.ts';
import type { Domain } from '../../../results/charts/ticks.ts';
import type { Evaluation, EvaluationRow } from './evaluation-manifest.ts';
import { mixturesByAngle } from './nearest-mixture.ts';
import { PUBLISHED } from './published.ts';

/** What a figure shows. */
export interface Shown {
  readonly measure: 'angle' | 'disagreement';
  readonly title: string;
  readonly unit: string;
  readonly scale: number;
}

export const SHOWN: readonly Shown[] = [
  { measure: 'angle', title: 'angle to the average utility, degrees', unit: '\u00b0', scale: 1 },
  { measure: 'disagreement', title: 'held-out pairs ranked differently, per cent', unit: ' %', scale: 100 },
];

interface Line {
  readonly name: string;
  readonly mark: Mark;
  readonly points: readonly Point[];
}

interface Drawn {
  readonly id: string;
  readonly name: string;
  readonly mark: Mark;
}

/** Estimators in the picture: all mixtures in one would hide each other, so that the nearest stands for them. */
const drawnOf = (evaluation: Evaluation): readonly Drawn[] => [
  { id: 'sign', name: 'Sign', mark: markAt('sign') },
  { id: 'rlhf', name: 'RLHF', mark: markAt('rlhf') },
  ...mixturesByAngle(evaluation)
    .slice(0, 1)
    .map(({ estimator, label }) => ({ id: estimator, name: label, mark: markAt(0) })),
];

/** Where on a published line its name may stand, as shares of the width. */
const ALONG = [0, 0.25, 0.5, 0.75] as const;

/**
 * One measure against the number of labels: means over seeds with bars of +-2 Monte Carlo standard errors, and the published values of RLHF and
 * the sign estimator as dotted lines. Returns SVG text.
 */
export function evaluationFigure(evaluation: Evaluation, shown: Shown, width = WIDE): string {
  const lines = drawnOf(evaluation).flatMap(({ id, ...line }) => {
    const points = pointsOf(evaluation.rows, id, shown);
    return points.length === 0 ? [] : [{ ...line, points }];
  });
  const frame = frameOf(evaluation, lines, { shown, width });
  const published = PUBLISHED.map((one) => ({
    value: shown.scale * one[shown.measure],
    colour: markAt(one.estimator).colour,
    name: one.estimator === 'rlhf' ? 'RLHF' : 'Sign',
  }));
  const labels = placeLabels(
    [
      ...lines.map(({ name, mark, points }) => ({
        lines: [name],
        colour: mark.colour,
        ...(mark.colour === INK ? { mark } : {}),
        spots: [...points]
          .reverse()
          .map(({ n, value }) => ({ x: pixelX(frame, n), y: pixelY(frame, value) })),
      })),
      ...published.map(({ value, colour, name }) => ({
        lines: [`${name}, published: ${value}${shown.unit}`],
        colour,
        plain: true,
        spots: ALONG.map((share) => ({
          x: frame.left + 4 + share * (frame.width - frame.left - frame.right),
          y: pixelY(frame, value),
        })),
      })),
    ],
    frame,
    [
      ...lines.flatMap(({ points }) =>
        points.map(({ n, value }) => ({
          x: pixelX(frame, n),
          y: pixelY(frame, value),
          reach: 6,
          weight: 12,
        })),
      ),
      ...lines.flatMap(({ points }) =>
        lineObstacles(points.map(({ n, value }) => ({ x: pixelX(frame, n), y: pixelY(frame, value) }))),
      ),
      ...published.flatMap(({ value }) =>
        lineObstacles([
          { x: frame.left, y: pixelY(frame, value) },
          { x: frame.width - frame.right, y: pixelY(frame, value) },
        ]),
      ),
    ],
  );
  return draw(nameOf(shown, lines), {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, shown.title, (tick) => `${tick}${shown.unit}`),
      ...published.map(({ value, colour }) => limitMark(value, colour)),
      ...lines.map(({ points, mark }) =>
        Plot.line(points, { x: 'n', y: 'value', stroke: mark.colour, strokeOpacity: 0.45 }),
      ),
      ...[...lines]
        .reverse()
        .flatMap(({ points, mark }) =>
          measured(points, mark, { r: isNarrow(width) ? 2.8 : 3.5, domain: frame.y }),
        ),
      ...labelMarks(labels, frame),
      ...(lines.length === 0
        ? [Plot.text(['no fit gave a direction'], { frameAnchor: 'middle', fill: SOFT })]
        : []),
    ],
  });
}

function pointsOf(rows: readonly EvaluationRow[], id: string, { measure, scale }: Shown): readonly Point[] {
  return rows.flatMap((row) => {
    const found = row.estimator === id ? row[measure] : null;
    if (found === null) return [];
    return [{ n: row.n, value: scale * found.value, mcse: found.mcse === null ? null : scale * found.mcse }];
  });
}

interface Sizing {
  readonly shown: Shown;
  readonly width: number;
}

function frameOf({ rows }: Evaluation, lines: readonly Line[], { shown, width }: Sizing): Frame {
  const narrow = isNarrow(width);
  const tops = lines.flatMap(({ points }) => points.map(({ value, mcse }) => value + 2 * (mcse ?? 0)));
  const most = Math.max(...tops, ...PUBLISHED.map((one) => shown.scale * one[shown.measure]));
  const y: Domain = [0, 1.08 * most];
  return {
    width,
    height: narrow ? 330 : 420,
    left: narrow ? 42 : 50,
    right: narrow ? 18 : 28,
    top: 34,
    bottom: 46,
    fontSize: narrow ? 12 : 13,
    x: sizesDomain([...new Set(rows.map(({ n }) => n))]),
    y,
    logY: false,
    across: { title: 'pairs learnt from, one label each', log: true },
  };
}

/** The picture in words, with its last numbers. */
function nameOf({ title, unit }: Shown, lines: readonly Line[]): string {
  const parts = lines.map(({ name, points }) => {
    const { n, value } = points[points.length - 1];
    return `${name} ${value.toFixed(1)}${unit} at ${n} pairs`;
  });
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${parts.join(', ')}.`;
}
