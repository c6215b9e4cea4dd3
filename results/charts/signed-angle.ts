import * as Plot from '@observablehq/plot';
import type { Foresight } from '../predictions/predict.ts';
import type { Summary } from '../summary.ts';
import { INK } from './drawing.ts';
import { sizesDomain } from './frame.ts';
import { measured } from './marks.ts';
import { DEGREES, minus } from './numbers.ts';
import { seriesOf } from './series.ts';
import { isCrowded, namedIn, seriesLabels } from './series-labels.ts';
import type { SmallMultiple } from './small-multiple.ts';
import { limitMark } from './theory-marks.ts';
import { linearDomain } from './ticks.ts';

/**
 * Mean signed angle against n, d = 2, with bars of +-2 MCSE: the bias of every estimator, counter-clockwise positive, the
 * limits theory knows dotted. Null where it was not measured.
 */
export function signedAngle(summary: Summary, foresight: Foresight): SmallMultiple | null {
  const shown = seriesOf(summary, 'signedAngle').filter(({ points }) => points.length > 0);
  if (shown.length === 0) return null;
  const dots = shown.flatMap(({ points }) => points);
  const limits = shown.flatMap(({ id, mark }, i) => {
    const expectation = foresight(id);
    const bias = expectation?.limit('signedAngle') ?? null;
    const isFirst = shown.findIndex((one) => foresight(one.id) === expectation) === i;
    return bias === null || !isFirst || Math.abs(bias) < 1e-9
      ? []
      : [{ value: bias * DEGREES, colour: mark.colour }];
  });
  const ends = dots.flatMap(({ value, mcse }) => [value - 2 * (mcse ?? 0), value + 2 * (mcse ?? 0)]);
  const y = linearDomain([0, ...ends, ...limits.map(({ value }) => value)], 0.2);
  return {
    name: 'Mean signed angle by n',
    title: 'mean signed angle',
    x: sizesDomain(summary.study.sampleSizes),
    y,
    format: (tick, decimals) => minus(`${tick.toFixed(decimals)}\u00b0`),
    dots,
    crowded: isCrowded(shown),
    rules: [0, ...limits.map(({ value }) => value)],
    marks: (frame) => [
      Plot.ruleY([0], { stroke: INK, strokeWidth: 1 }),
      ...limits.map(({ value, colour }) => limitMark(value, colour)),
      ...[...shown]
        .reverse()
        .flatMap(({ points, mark }) => measured(points, mark, { r: 3, domain: frame.y })),
    ],
    labels: (frame) => seriesLabels(namedIn(shown), frame),
  };
}
