import * as Plot from '@observablehq/plot';
import type { ErrorSeen } from '../falling-error.ts';
import { draw, INK, PAPER, SIGN, WIDE } from './drawing.ts';
import { axes, type Frame, isNarrow, pixelX, pixelY, plotOptions } from './frame.ts';
import { labelMarks, lineObstacles, placeLabels } from './labels.ts';
import { grouped, rounded } from './numbers.ts';
import { logDomain } from './ticks.ts';

/** Pixels between two dots that both have a name. */
const APART = 70;

/** How the Monte Carlo error of a cell falls. */
export interface FallingCurve {
  readonly seen: readonly ErrorSeen[];
  /** The share at which the cell stops; null where it runs to its last look. */
  readonly target: number | null;
  /** Data sets at the last look. */
  readonly most: number;
}

/** Where the law 1/sqrt(R) puts the end: at the target, or at the last look. */
export function expectedFinish({ seen, target, most }: FallingCurve): ErrorSeen {
  const now = seen[seen.length - 1];
  const needed =
    target === null ? most : Math.ceil(now.replicates * (now.relative / target) * (now.relative / target));
  const replicates = Math.max(now.replicates, Math.min(most, needed));
  return { replicates, relative: now.relative * Math.sqrt(now.replicates / replicates) };
}

/**
 * The Monte Carlo error as per cent of the value against the data sets done, both logarithmic: what was seen, the law 1/sqrt(R) from
 * there on dashed, the rule that stops the cell, and where that is expected to be, hollow. SVG text.
 */
export function fallingError(curve: FallingCurve, width: number = WIDE): string {
  const { seen, target } = curve;
  const narrow = isNarrow(width);
  const now = seen[seen.length - 1];
  const finish = expectedFinish(curve);
  const percents = [...seen, finish]
    .map(({ relative }) => 100 * relative)
    .concat(target === null ? [] : [100 * target]);
  const frame: Frame = {
    width,
    height: narrow ? 290 : 330,
    left: narrow ? 44 : 52,
    right: narrow ? 18 : 28,
    top: 28,
    bottom: 46,
    fontSize: narrow ? 12 : 13,
    x: logDomain([seen[0].replicates, finish.replicates], { pad: 0.06, least: 0.1 }),
    y: logDomain(percents, { pad: 0.1, least: 0.1 }),
    logY: true,
    across: { title: 'data sets done, R', log: true },
  };
  const expected = [now, finish].map(({ replicates, relative }) => ({ replicates, percent: 100 * relative }));
  const line = seen.map(({ replicates, relative }) => ({ replicates, percent: 100 * relative }));
  const spot = ({ replicates, percent }: { readonly replicates: number; readonly percent: number }) => ({
    x: pixelX(frame, replicates),
    y: pixelY(frame, percent),
  });
  const rule =
    target === null
      ? []
      : [
          { replicates: frame.x[0], percent: 100 * target },
          { replicates: frame.x[1], percent: 100 * target },
        ];
  const labels = [
    { lines: [`now ${(100 * now.relative).toPrecision(2)} %`], colour: SIGN, spots: [spot(expected[0])] },
    // Names of two dots that nearly touch would lie on each other; the words below the chart have both.
    ...(pixelX(frame, finish.replicates) - pixelX(frame, now.replicates) > APART
      ? [
          {
            lines: [
              `${target === null ? '' : 'about '}${grouped(target === null ? finish.replicates : rounded(finish.replicates))}`,
            ],
            colour: INK,
            plain: true,
            spots: [spot(expected[1])],
          },
        ]
      : []),
    ...(target === null
      ? []
      : [
          {
            lines: [`stops at ${Number((100 * target).toPrecision(3))} %`],
            colour: INK,
            plain: true,
            spots: rule.map(spot),
          },
        ]),
  ];
  return draw('Monte Carlo error against data sets done', {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, 'Monte Carlo error, % of the value', (tick) => `${Number(tick.toPrecision(3))} %`),
      ...(target === null ? [] : [Plot.ruleY([100 * target], { stroke: INK, strokeWidth: 1 })]),
      Plot.line(expected, {
        x: 'replicates',
        y: 'percent',
        stroke: SIGN,
        strokeWidth: 1,
        strokeDasharray: '4 3',
      }),
      Plot.line(line, { x: 'replicates', y: 'percent', stroke: SIGN, strokeWidth: 2 }),
      Plot.dot(expected.slice(0, 1), { x: 'replicates', y: 'percent', r: 4.5, fill: SIGN }),
      Plot.dot(expected.slice(1), {
        x: 'replicates',
        y: 'percent',
        r: 5,
        fill: PAPER,
        stroke: INK,
        strokeWidth: 1.5,
      }),
      ...labelMarks(
        placeLabels(labels, frame, [
          ...lineObstacles(line.map(spot)),
          ...lineObstacles(expected.map(spot)),
          ...lineObstacles(rule.map(spot)),
          ...expected.map((point) => ({ ...spot(point), reach: 7, weight: 12 })),
        ]),
        frame,
      ),
    ],
  });
}
