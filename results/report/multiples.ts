import { localSlopes } from '../charts/local-slopes.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { scaledError } from '../charts/scaled-error.ts';
import { signedAngle } from '../charts/signed-angle.ts';
import { type SmallMultiple, smallMultiple } from '../charts/small-multiple.ts';
import type { Foresight } from '../predictions/predict.ts';
import type { Summary } from '../summary.ts';
import { SCALED_LINES, SLOPE_LINES } from './captions.ts';

/** The three small figures, local slope, scaled error and bias, with captions; those without data are left out. */
export function multiples(summary: Summary, foresight: Foresight): string {
  const shown = mainMeasure(summary);
  const figures: readonly (readonly [chart: SmallMultiple | null, caption: (known: boolean) => string])[] = [
    [
      localSlopes(summary, foresight, shown),
      (known) =>
        `<b>Rate.</b> Slope between neighbouring n${known ? `; ${SLOPE_LINES}` : '.'} Drift means that one fitted slope is not the law.`,
    ],
    [
      scaledError(summary, foresight, shown),
      (known) =>
        `<b>Constant.</b> The error times n<sup>1/3</sup>, level once the law holds${known ? `; ${SCALED_LINES}` : '.'}`,
    ],
    [
      signedAngle(summary, foresight),
      () =>
        '<b>Bias.</b> Mean signed angle, counter-clockwise positive. At 0 an estimator points at the average taste; dotted lines are predicted limits.',
    ],
  ];
  const drawn = figures.flatMap(([chart, caption]) =>
    chart === null
      ? []
      : [
          `<figure>${smallMultiple(chart)}<figcaption>${caption(hasCurves(chart))} Bars: \u00b12 standard errors.${chart.crowded === true ? ` ${CROWDED}` : ''}</figcaption></figure>`,
        ],
  );
  return drawn.length === 0 ? '' : `<div class="multiples">${drawn.join('\n')}</div>`;
}

/** How a drawing with more series than names is read. */
const CROWDED = 'Marks are those of the chart above.';

/** Whether theory has a line in it. */
const hasCurves = ({ curves = [] }: SmallMultiple): boolean => curves.some((curve) => curve.length > 1);
