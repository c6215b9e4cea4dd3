import type { Population } from '../../kernels/populations/population.ts';
import type { Predict } from '../charts/predictions.ts';

/** What claims take from theory about one estimator and one population; null is `not known`. */
export interface Foretold {
  /** Angle of the limit to the target: signed in d = 2; radians. */
  readonly bias: number | null;
  /** c of the cube-root law, radians. */
  readonly constant: number | null;
  /** The size from which the cube-root law holds within 5 %. */
  readonly regimeFrom: number | null;
}

/** Everything that claims know of theory; the only place that reads predictions. */
export function foretold(predict: Predict, population: Population, kind: string): Foretold {
  const prediction = predict(population);
  switch (kind) {
    case 'sign': {
      const { sign = null } = prediction ?? {};
      return { bias: sign?.bias ?? null, constant: sign?.constant ?? null, regimeFrom: regimeFrom(sign) };
    }
    case 'rlhf':
      return { bias: prediction?.rlhf?.bias ?? null, constant: null, regimeFrom: null };
    default:
      return { bias: null, constant: null, regimeFrom: null };
  }
}

/** Theory may come to say where its law begins. */
function regimeFrom(sign: object | null): number | null {
  return sign !== null && 'regimeFrom' in sign && typeof sign.regimeFrom === 'number'
    ? sign.regimeFrom
    : null;
}
