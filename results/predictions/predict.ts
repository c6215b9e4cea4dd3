import { canonicalJson } from '../../functions/study/canonical-json.ts';
import type { EstimatorSpec, Scenario } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { type Prediction, predict } from '../../theory/prediction.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { lawOf } from './law-of.ts';

/** What theory expects of the estimators of one combination, by id; null where it has no law for one. */
export type Foresight = (id: string) => Expectation | null;

/** What theory says of a combination of what varies. */
export type Predict = (scenario: Pick<Scenario, 'population' | 'estimators'>) => Foresight;

/** Theory is not asked. */
export const SILENT: Predict = () => () => null;

/** Of all predictors with the same tables: the pictures and the table of one run ask for the same. */
const known = new WeakMap<Tables, Map<string, Expectation>>();

/**
 * Asks theory once for each population, law and normalisation, however many combinations, pictures and tables have it: one answer may
 * take a tenth of a second. tables: of populations whose features come from a file.
 */
export function createPredict(tables: Tables = NO_TABLES): Predict {
  const expectations = known.get(tables) ?? new Map<string, Expectation>();
  known.set(tables, expectations);
  const predictions = new Map<string, Prediction>();
  const foresights = new WeakMap<object, Foresight>();
  return (scenario) => {
    const found = foresights.get(scenario) ?? foresightOf(scenario);
    foresights.set(scenario, found);
    return found;
  };

  function foresightOf({ population, estimators }: Parameters<Predict>[0]): Foresight {
    const asked = new Map<string, Expectation | null>();
    return (id) => {
      const before = asked.get(id);
      if (before !== undefined) return before;
      const spec = estimators.find((one) => one.id === id);
      const expectation = spec === undefined ? null : expectationFor(population, spec);
      asked.set(id, expectation);
      return expectation;
    };
  }

  function expectationFor(population: Population, spec: EstimatorSpec): Expectation | null {
    const law = lawOf(spec);
    if (law === null) return null;
    const { normalise } = spec;
    const place = canonicalJson({ population, normalise: normalise ?? null });
    const key = `${place} ${canonicalJson(law)}`;
    const before = expectations.get(key);
    if (before !== undefined) return before;
    const prediction = predictions.get(place) ?? predict(population, { normalise, tables });
    predictions.set(place, prediction);
    const expectation = expectationOf(law, population, prediction);
    expectations.set(key, expectation);
    return expectation;
  }
}
