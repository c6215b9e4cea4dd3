import { canonicalJson } from '../../functions/study/canonical-json.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { type Prediction, predict } from '../../theory/prediction.ts';

/** What theory says of a population; null where it does not cover its laws. */
export type Predict = (population: Population) => Prediction | null;

/** Theory (theory/README.md) is about logit choices by fresh users, features Gaussian (a power law is) or uniform on the sphere. */
function isCovered({ users, features, choice }: Population): boolean {
  const known = ['point', 'gaussian', 'mixture', 'scale'].includes(users.law) && users.panel === undefined;
  return known && ['gaussian', 'power', 'sphere'].includes(features.law) && choice === 'logit';
}

/** Of populations seen before, however many pictures ask: one prediction may take a tenth of a second. */
const known = new WeakMap<Population, Prediction>();

/** Predicts every population once, though many combinations may have it. */
export function createPredict(): Predict {
  const byContent = new Map<string, Prediction>();
  return (population) => {
    if (!isCovered(population)) return null;
    const key = canonicalJson(population);
    const prediction = known.get(population) ?? byContent.get(key) ?? predict(population);
    known.set(population, prediction);
    byContent.set(key, prediction);
    return prediction;
  };
}
