import * as Plot from '@observablehq/plot';
import { atan2 } from '../../kernels/math/trigonometry.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { planeScore } from '../../theory/plane-score.ts';
import { draw, INK, SIGN, SOFT, WIDE } from './drawing.ts';
import { axes, type Frame, isNarrow, pixelX, pixelY, plotOptions } from './frame.ts';
import { type Label, labelMarks, lineObstacles, placeLabels } from './labels.ts';
import { dotStyle, type Mark } from './marks.ts';
import { DEGREES, grouped, minus } from './numbers.ts';
import { linearDomain } from './ticks.ts';

/** The score of a direction: share of comparisons agreeing with it minus share disagreeing. */
export interface ScorePoint {
  /** From the average taste, counter-clockwise, in [-180, 180]. */
  readonly degrees: number;
  readonly score: number;
}

/** Steps of the circle; even, so that opposite directions are both drawn. */
const STEPS = 720;

/** The angle of a direction from the target, in degrees, in [-180, 180). */
export function degreesFrom(direction: readonly number[], target: readonly number[]): number {
  const degrees = DEGREES * (atan2(direction[1], direction[0]) - atan2(target[1], target[0]));
  return degrees - 360 * Math.floor((degrees + 180) / 360);
}

/**
 * M_n(phi) = (1/n) sum sign(z_i . u(phi)) of a data set in d = 2 at `STEPS` directions, in O(n): a row agrees with the half circle about
 * it. z: n rows of two.
 */
export function sampleLandscape(z: Float64Array, target: readonly number[]): readonly ScorePoint[] {
  const n = z.length / 2;
  const changes = new Float64Array(STEPS + 1);
  const quarter = STEPS / 4;
  for (let i = 0; i < n; i++) {
    const place = ((degreesFrom([z[2 * i], z[2 * i + 1]], target) + 180) / 360) * STEPS;
    // Directions strictly inside the half circle agree.
    const from = Math.floor(place - quarter) + 1;
    const until = Math.ceil(place + quarter);
    for (const [start, end] of spans(from, until)) {
      changes[start] += 2;
      changes[end] -= 2;
    }
  }
  let sum = -n;
  return Array.from({ length: STEPS + 1 }, (_, k) => {
    if (k < STEPS) sum += changes[k];
    return { degrees: -180 + (360 * k) / STEPS, score: sum / n };
  }).map((point, k, all) => (k === STEPS ? { ...point, score: all[0].score } : point));
}

/** The steps from..until-1 around the circle as one or two runs. */
function spans(from: number, until: number): readonly (readonly [number, number])[] {
  if (from < 0)
    return [
      [0, until],
      [from + STEPS, STEPS],
    ];
  return until > STEPS
    ? [
        [from, STEPS],
        [0, until - STEPS],
      ]
    : [[from, until]];
}

/** M(phi) of all users: its slope is known, and M(phi + 180 degrees) = -M(phi) fixes the constant. Null where theory has none. */
export function populationLandscape(
  population: Population,
  target: readonly number[],
): readonly ScorePoint[] | null {
  const score = planeScore(population);
  if (score === null) return null;
  const step = (2 * Math.PI) / STEPS;
  const values = [0];
  for (let k = 1; k <= STEPS; k++) values.push(values[k - 1] + step * score.quick((k - 0.5) * step).slope);
  const middle = (values[0] + values[STEPS / 2]) / 2;
  return values
    .slice(0, STEPS)
    .map((value, k) => ({
      degrees: degreesFrom(score.direction(k * step).direction, target),
      score: value - middle,
    }))
    .toSorted((a, b) => a.degrees - b.degrees);
}

/** What an estimator answered, with its mark. */
interface Answered {
  readonly name: string;
  readonly mark: Mark;
  readonly degrees: number;
}

export interface Landscape {
  readonly sample: readonly ScorePoint[];
  readonly population: readonly ScorePoint[] | null;
  readonly n: number;
  readonly answers: readonly Answered[];
}

/** The score around the circle, unrolled: all users as a smooth line, one data set as steps, and what the estimators answered. SVG text. */
export function scoreLandscape({ sample, population, n, answers }: Landscape, width: number = WIDE): string {
  const narrow = isNarrow(width);
  const all = [...sample, ...(population ?? [])].map(({ score }) => score);
  const frame: Frame = {
    width,
    height: narrow ? 270 : 310,
    left: narrow ? 40 : 46,
    right: narrow ? 18 : 28,
    top: 28,
    bottom: 46,
    fontSize: narrow ? 12 : 13,
    x: [-180, 180],
    y: linearDomain([all.reduce((a, b) => Math.min(a, b), 0), all.reduce((a, b) => Math.max(a, b), 0)], 0),
    logY: false,
    across: {
      title: 'direction, degrees from the average taste',
      log: false,
      ticks: [-180, -90, 0, 90, 180],
    },
  };
  const placed = answers.map((answer) => ({ ...answer, score: nearest(sample, answer.degrees) }));
  return draw('Score around the circle', {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, 'share agreeing minus share disagreeing', (tick) =>
        minus(String(Number(tick.toPrecision(3)))),
      ),
      Plot.line(sample, { x: 'degrees', y: 'score', stroke: SOFT, strokeWidth: 1, curve: 'step' }),
      ...(population === null
        ? []
        : [Plot.line(population, { x: 'degrees', y: 'score', stroke: SIGN, strokeWidth: 2 })]),
      ...placed.flatMap(({ degrees, score, mark }) => [
        Plot.link([degrees], {
          x1: degrees,
          x2: degrees,
          y1: frame.y[0],
          y2: score,
          stroke: mark.colour,
          strokeWidth: 1.5,
        }),
        Plot.dot([degrees], { x: degrees, y: score, ...dotStyle(mark, 4.5) }),
      ]),
      ...labelMarks(
        placeLabels(
          labelsOf({ sample, population, n, answers }, frame),
          frame,
          obstaclesOf({ sample, population, n, answers }, frame),
        ),
        frame,
      ),
    ],
  });
}

const nearest = (points: readonly ScorePoint[], degrees: number): number =>
  points.reduce((best, one) =>
    Math.abs(one.degrees - degrees) < Math.abs(best.degrees - degrees) ? one : best,
  ).score;

function labelsOf({ population, sample, n, answers }: Landscape, frame: Frame): readonly Label[] {
  const at = (points: readonly ScorePoint[], degrees: number) => ({
    x: pixelX(frame, degrees),
    y: pixelY(frame, nearest(points, degrees)),
  });
  return [
    ...answers.map(({ name, mark, degrees }) => ({
      lines: [name],
      colour: mark.colour,
      spots: [0.12, 0.3, 0.5].map((share) => ({
        x: pixelX(frame, degrees),
        y: pixelY(frame, frame.y[0] + share * (frame.y[1] - frame.y[0])),
      })),
    })),
    ...(population === null
      ? []
      : [
          {
            lines: ['all users'],
            colour: SIGN,
            plain: true,
            spots: [70, 90, 50].map((degrees) => at(population, degrees)),
          },
        ]),
    {
      lines: [isNarrow(frame.width) ? `n = ${grouped(n)}` : `${grouped(n)} comparisons`],
      colour: INK,
      plain: true,
      spots: [-80, -100, -60].map((degrees) => at(sample, degrees)),
    },
  ];
}

function obstaclesOf({ sample, population, answers }: Landscape, frame: Frame) {
  const spot = ({ degrees, score }: ScorePoint) => ({ x: pixelX(frame, degrees), y: pixelY(frame, score) });
  return [
    ...lineObstacles(sample.filter((_, k) => k % 8 === 0).map(spot)),
    ...lineObstacles((population ?? []).filter((_, k) => k % 8 === 0).map(spot)),
    ...answers.flatMap(({ degrees }) =>
      lineObstacles([
        { x: pixelX(frame, degrees), y: frame.top },
        { x: pixelX(frame, degrees), y: frame.height - frame.bottom },
      ]).map((one) => ({ ...one, weight: 4 })),
    ),
  ];
}
