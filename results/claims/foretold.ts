import type { EstimatorSpec } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import { predict } from '../../theory/prediction.ts';
import { manyFeaturesRegime, regimeFrom } from '../../theory/regime.ts';

/** What claims take from theory about one estimator and one population; null is `not known`. */
export interface Foretold {
  /** Angle of the limit to the target: signed in d = 2; radians. */
  readonly bias: number | null;
  /** c of the cube-root law, radians. */
  readonly constant: number | null;
  /** The size from which the cube-root law holds within 5 %. */
  readonly regimeFrom: number | null;
}

const NOTHING: Foretold = { bias: null, constant: null, regimeFrom: null };

/** Everything that claims know of theory, computed when it is read; the only place that asks for predictions. */
export function foretold(population: Population, estimator: EstimatorSpec, tables: Tables): Foretold {
  const prediction = predict(population, { normalise: estimator.normalise, tables });
  switch (estimator.kind) {
    case 'sign':
      return {
        get bias() {
          return prediction.sign?.bias ?? null;
        },
        get constant() {
          return prediction.sign?.constant ?? null;
        },
        get regimeFrom() {
          return regimeFrom(prediction) ?? manyFeaturesRegime(population);
        },
      };
    case 'rlhf':
      return {
        ...NOTHING,
        get bias() {
          return estimator.ridge === undefined ? (prediction.rlhf?.bias ?? null) : null;
        },
      };
    case 'probit':
    case 'em':
    case 'per-user-mean':
      return NOTHING;
    default:
      return estimator satisfies never;
  }
}
