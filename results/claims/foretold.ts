import type { EstimatorSpec } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import { predict } from '../../theory/prediction.ts';
import { regimeFrom } from '../../theory/regime.ts';
import { lawOf } from '../predictions/law-of.ts';

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

/** What claims know of theory about an estimator, by the law that tables and charts have for it; computed when it is read. */
export function foretold(population: Population, estimator: EstimatorSpec, tables: Tables): Foretold {
  const law = lawOf(estimator);
  if (law === null) return NOTHING;
  const prediction = predict(population, { normalise: estimator.normalise, tables });
  switch (law.law) {
    case 'cube-root':
      return {
        get bias() {
          return prediction.sign?.bias ?? null;
        },
        get constant() {
          return prediction.sign?.constant ?? null;
        },
        get regimeFrom() {
          return regimeFrom(prediction);
        },
      };
    case 'rlhf':
      return {
        ...NOTHING,
        get bias() {
          return prediction.rlhf?.bias ?? null;
        },
      };
    case 'surrogate':
      return {
        ...NOTHING,
        get bias() {
          const path = { first: law.from, last: law.lambda };
          return prediction.surrogates?.leads(path)
            ? (prediction.surrogates(law.lambda)?.bias ?? null)
            : null;
        },
      };
    default:
      return law satisfies never;
  }
}
