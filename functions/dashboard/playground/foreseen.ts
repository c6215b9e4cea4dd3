import { meanDirection } from '../../../kernels/populations/mean-taste.ts';
import {
  degreesFrom,
  populationLandscape,
  type ScorePoint,
} from '../../../results/charts/score-landscape.ts';
import { createPredict, type Foresight } from '../../../results/predictions/predict.ts';
import { predict } from '../../../theory/prediction.ts';
import type { Scenario } from '../../study/study.ts';

/** What theory says of the users of a playground. */
export interface Foreseen {
  /** The direction of the average taste, a unit vector. */
  readonly target: readonly number[];
  /** The score of all users over the circle, in degrees from the average taste; null where theory has none. */
  readonly score: readonly ScorePoint[] | null;
  /** Where the estimators settle, in degrees from the average taste; null where theory does not know. */
  readonly sign: number | null;
  readonly rlhf: number | null;
  /** Errors at each n. */
  readonly foresight: Foresight;
}

const AXIS = [1, 0];

/** The direction of the average taste in degrees from the first axis. */
export const targetDegrees = ({ target }: Pick<Foreseen, 'target'>): number => degreesFrom(target, AXIS);

/** Asks theory about a population of two features whose average taste is not zero. */
export function foresee(scenario: Scenario): Foreseen {
  const { population } = scenario;
  const target = meanDirection(population);
  const { sign, rlhf } = predict(population);
  const from = (direction: readonly number[] | undefined): number | null =>
    direction === undefined ? null : degreesFrom(direction, target);
  return {
    target,
    score: populationLandscape(population, target),
    sign: sign === null || sign.optima.length !== 1 ? null : from(sign.direction),
    rlhf: from(rlhf?.direction),
    foresight: createPredict()(scenario),
  };
}
