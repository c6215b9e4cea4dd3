import { canonicalJson } from '../../functions/study/canonical-json.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { type Prediction, predict } from '../../theory/prediction.ts';

/** What theory says of a population; null where it does not cover its laws. */
export type Predict = (population: Population) => Prediction | null;

/** Theory (theory/README.md) is about logit choices by fresh users, features Gaussian or uniform on the sphere. */
function isCovered({ users, features, choice }: Population): boolean {
  const known = ['point', 'gaussian', 'mixture', 'scale'].includes(users.law) && users.panel === undefined;
  return known && ['gaussian', 'sphere'].includes(features.law) && choice === 'logit';
}

/** Predicts every population once, however many pictures and combinations have it: a tenth of a second is soon spent. */
export function createPredict(): Predict {
  const known = new Map<string, Prediction | null>();
  return (population) => {
    if (!isCovered(population)) return null;
    const key = canonicalJson(population);
    const before = known.get(key);
    if (before !== undefined) return before;
    const prediction = predict(population);
    known.set(key, prediction);
    return prediction;
  };
}
