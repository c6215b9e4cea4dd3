import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import { type Prediction, rlhfRms, signRms } from '../../theory/prediction.ts';
import { DEGREES } from './numbers.ts';
import type { Domain } from './ticks.ts';

/** A point of a theory line: root-mean-square angle in degrees. */
export interface LinePoint {
  readonly n: number;
  readonly value: number;
}

const POINTS = 64;

/** Where an estimator of this kind settles, degrees without sign; null where theory does not know or there is no limit above 0. */
export function limitDegrees(prediction: Prediction | null, kind: string): number | null {
  const bias =
    kind === 'rlhf' ? prediction?.rlhf?.bias : kind === 'sign' ? prediction?.sign?.bias : undefined;
  if (bias === undefined || Math.abs(bias) < 1e-9) return null;
  return Math.abs(bias) * DEGREES;
}

/** The predicted error of an estimator of this kind between two sizes; empty where theory does not know. */
export function predictedLine(
  prediction: Prediction | null,
  kind: string,
  [low, high]: Domain,
): readonly LinePoint[] {
  const at = (n: number): number | null => {
    if (kind === 'sign' && prediction?.sign) return signRms(prediction.sign, n);
    return kind === 'rlhf' && prediction?.rlhf ? rlhfRms(prediction.rlhf, n) : null;
  };
  return Array.from({ length: POINTS }, (_, i) => low * exp((log(high / low) * i) / (POINTS - 1))).flatMap(
    (n) => {
      const value = at(n);
      return value === null ? [] : [{ n, value: value * DEGREES }];
    },
  );
}
