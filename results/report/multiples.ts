import type { Prediction } from '../../theory/prediction.ts';
import { localSlopes } from '../charts/local-slopes.ts';
import { predictedConstant, scaledError } from '../charts/scaled-error.ts';
import { signedAngle } from '../charts/signed-angle.ts';
import { type SmallMultiple, smallMultiple } from '../charts/small-multiple.ts';
import type { Summary } from '../summary.ts';

/** The three small figures, local slope, scaled error and bias, with captions; those without data are left out. */
export function multiples(summary: Summary, prediction: Prediction | null): string {
  const constant = predictedConstant(summary, prediction);
  const figures: readonly (readonly [chart: SmallMultiple | null, caption: string])[] = [
    [
      localSlopes(summary),
      '<b>Rate.</b> Slope between neighbouring n. A cube-root law lies on the line; drift means that one fitted slope is not the law.',
    ],
    [
      scaledError(summary, prediction),
      `<b>Constant.</b> The error times n<sup>1/3</sup>, level once the law holds${constant === null ? '' : '; the band is 5 % about the constant that theory predicts'}.`,
    ],
    [
      signedAngle(summary, prediction),
      '<b>Bias.</b> Mean signed angle, counter-clockwise positive. At 0 an estimator points at the average taste; dotted lines are predicted limits.',
    ],
  ];
  const drawn = figures.flatMap(([chart, caption]) =>
    chart === null
      ? []
      : [
          `<figure>${smallMultiple(chart)}<figcaption>${caption} Bars: \u00b12 standard errors.</figcaption></figure>`,
        ],
  );
  return drawn.length === 0 ? '' : `<div class="multiples">${drawn.join('\n')}</div>`;
}
