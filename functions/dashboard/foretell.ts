import { setImmediate } from 'node:timers/promises';
import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { affordable } from '../../results/predictions/affordable.ts';
import { createPredict } from '../../results/predictions/predict.ts';

/**
 * Asks theory what the pages of finished studies will ask it, one estimator and size after the other and between requests, so that the first reader of a page
 * does not wait for quadrature. Answers are remembered where they are found; nothing else is kept.
 */
export async function foretell(catalogue: Catalogue, signal: AbortSignal): Promise<void> {
  for (const { name, status } of await catalogue.list()) {
    const current = status === 'complete' ? await catalogue.summary(name) : null;
    if (current === null) continue;
    const { study } = current.summary;
    const { predict, combinations } = affordable(createPredict(await catalogue.tables(name)), study);
    for (const scenario of study.scenarios.slice(0, combinations)) {
      for (const { id } of scenario.estimators) {
        const expectation = predict(scenario)(id);
        for (const n of study.sampleSizes) {
          await setImmediate();
          if (signal.aborted) return;
          expectation?.at('rmsAngle', n);
        }
      }
    }
  }
}
