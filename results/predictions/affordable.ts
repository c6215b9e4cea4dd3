import type { Scenario, Study } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { type Predict, SILENT } from './predict.ts';

/** Milliseconds that the predictions of a table may take, about: costs are guessed, so that the same study always has the same rows. */
const BUDGET_MS = 6000;

/** A predictor of a table, and how many combinations, the first of the study, it answers for. */
export interface Affordable {
  readonly predict: Predict;
  readonly combinations: number;
}

/**
 * Answers for the first combinations of a study, as many as take some seconds, and is silent about the rest: a grid of 10^5 cells
 * must not wait for theory. All of them where they are few.
 */
export function affordable(predict: Predict, { scenarios, sampleSizes }: Study): Affordable {
  const allowed = new Set<Parameters<Predict>[0]>();
  let spent = 0;
  for (const scenario of scenarios) {
    spent += costMs(scenario, sampleSizes.length);
    if (spent > BUDGET_MS) break;
    allowed.add(scenario);
  }
  return {
    predict: (scenario) => (allowed.has(scenario) ? predict(scenario) : SILENT(scenario)),
    combinations: allowed.size,
  };
}

/** What a combination costs, about, as measured on a machine of two cores at 2.5 GHz. */
function costMs({ population, estimators }: Scenario, sizes: number): number {
  const d = population.features.dimension;
  const limits = hasClosedForm(population) ? (d === 2 ? 15 : 100 + (d * d) / 20) : d === 2 ? 250 : 1500;
  // In d > 2 the law at finite n is taken along several axes.
  return limits + (d === 2 ? 4 : 12) * sizes * estimators.length;
}

/** Elliptical features, noise of one size, no skewed tastes. */
const hasClosedForm = ({ features, users, choice }: Population): boolean =>
  ['gaussian', 'power', 'sphere'].includes(features.law) &&
  users.law !== 'gamma' &&
  !(typeof choice === 'object' && choice.law === 'heteroskedastic');
