import type { Summary } from './summary.ts';

/**
 * The summary in a file's bytes; null where they are none, or one of a later format.
 *
 * It looks at what readers rely on: the study, every cell, its estimators and their measures. A schema library would copy
 * 10^5 cells on the way.
 */
export function parseSummary(bytes: Uint8Array): Summary | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isSummary(value) ? value : null;
  } catch {
    return null;
  }
}

function isSummary(value: unknown): value is Summary {
  return (
    isObject(value) &&
    value.formatVersion === 1 &&
    typeof value.studyHash === 'string' &&
    (value.status === 'complete' || value.status === 'partial') &&
    isStudy(value.study) &&
    isListOf(value.cells, isCell) &&
    isListOf(value.rates, isObject) &&
    isListOf(value.claims, isJudged)
  );
}

const isStudy = (value: unknown): boolean =>
  isObject(value) &&
  ['name', 'title', 'aim', 'profile'].every((name) => typeof value[name] === 'string') &&
  isListOf(value.sampleSizes, Number.isFinite) &&
  isListOf(value.scenarios, isScenario);

const isScenario = (value: unknown): boolean =>
  isObject(value) &&
  isObject(value.factors) &&
  isObject(value.population) &&
  isListOf(value.estimators, isObject);

const isCell = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.key === 'string' &&
  typeof value.n === 'number' &&
  isObject(value.factors) &&
  isListOf(value.estimators, isEstimator) &&
  isListOf(value.pairs, isObject);

const isEstimator = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.id === 'string' &&
  isObject(value.measures) &&
  Object.values(value.measures).every(isObject);

const isJudged = (value: unknown): boolean =>
  isObject(value) && isObject(value.claim) && typeof value.verdict === 'string';

const isListOf = (value: unknown, is: (element: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
