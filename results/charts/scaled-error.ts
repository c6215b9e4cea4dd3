import * as Plot from '@observablehq/plot';
import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import { CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import type { Prediction } from '../../theory/prediction.ts';
import type { Summary } from '../summary.ts';
import { INK, WASH } from './drawing.ts';
import { sizesDomain } from './frame.ts';
import { ANGLE, mainMeasure } from './main-measure.ts';
import { measured } from './marks.ts';
import { DEGREES } from './numbers.ts';
import { seriesOf } from './series.ts';
import { seriesLabels } from './series-labels.ts';
import { alongRule, type SmallMultiple } from './small-multiple.ts';
import { linearDomain } from './ticks.ts';

/**
 * The predicted n^(1/3) times the root-mean-square angle of sign, degrees; null where theory does not know, where it predicts a
 * bias, and where the study is about another error.
 */
export function predictedConstant(summary: Summary, prediction: Prediction | null): number | null {
  const sign = mainMeasure(summary) === ANGLE ? prediction?.sign : null;
  if (!sign || sign.constant === null || Math.abs(sign.bias) > 1e-9) return null;
  return sign.constant * CHERNOFF_RMS * DEGREES;
}

/**
 * n^(1/3) times the study's main measure (the root-mean-square angle, or that error of b) of the estimators of kind sign, with bars of
 * +-2 MCSE, against the constant that theory predicts and 5 % on both sides. Null where no estimator of kind sign was measured.
 */
export function scaledError(summary: Summary, prediction: Prediction | null): SmallMultiple | null {
  const { measure, unit } = mainMeasure(summary);
  const shown = seriesOf(summary, measure)
    .filter(({ kind, points }) => kind === 'sign' && points.length > 0)
    .map((series) => ({
      ...series,
      points: series.points.map(({ n, value, mcse }) => {
        const scale = exp(log(n) / 3);
        return { n, value: scale * value, mcse: mcse === null ? null : scale * mcse };
      }),
    }));
  if (shown.length === 0) return null;
  const constant = predictedConstant(summary, prediction);
  const dots = shown.flatMap(({ points }) => points);
  const x = sizesDomain(summary.study.sampleSizes);
  const band = constant === null ? [] : [0.95 * constant, 1.05 * constant];
  const ends = dots.flatMap(({ value, mcse }) => [value - 2 * (mcse ?? 0), value + 2 * (mcse ?? 0)]);
  const y = linearDomain([...ends, ...band], 1);
  return {
    name: 'Error times the cube root of n, by n',
    title: 'n^{1/3} \u00d7 error',
    x,
    y,
    format: (tick, decimals) => `${tick.toFixed(decimals)}${unit}`,
    dots,
    rules: constant === null ? [] : [constant],
    marks: (frame) => [
      ...(constant === null
        ? []
        : [
            Plot.rect([0], { x1: x[0], x2: x[1], y1: band[0], y2: band[1], fill: WASH }),
            Plot.ruleY([constant], { stroke: INK, strokeWidth: 1 }),
          ]),
      ...[...shown]
        .reverse()
        .flatMap(({ points, mark }) => measured(points, mark, { r: 3, domain: frame.y })),
    ],
    labels: (frame) => [
      ...(constant === null
        ? []
        : [
            {
              lines: [`theory ${constant.toFixed(1)}\u00b0 \u00b1 5 %`],
              colour: INK,
              plain: true,
              spots: alongRule(constant, frame),
            },
          ]),
      ...(shown.length > 1 ? seriesLabels(shown, frame) : []),
    ],
  };
}
