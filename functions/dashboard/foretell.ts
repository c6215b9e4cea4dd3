import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { affordable } from '../../results/predictions/affordable.ts';
import { createPredict } from '../../results/predictions/predict.ts';

/**
 * Asks theory what the pages of finished studies will ask it, so that the first reader of a page does not wait for quadrature. Answers are remembered where
 * they are found; nothing else is kept. `quiet` is awaited before each small piece of work, so that no reader waits for it either.
 */
export async function foretell(
  catalogue: Catalogue,
  { signal, quiet }: { readonly signal: AbortSignal; readonly quiet: () => Promise<void> },
): Promise<void> {
  await quiet();
  for (const { name, status } of await catalogue.list()) {
    await quiet();
    const current = status === 'complete' ? await catalogue.summary(name) : null;
    if (current === null) continue;
    const { study } = current.summary;
    const { predict, combinations } = affordable(createPredict(await catalogue.tables(name)), study);
    for (const scenario of study.scenarios.slice(0, combinations)) {
      for (const { id } of scenario.estimators) {
        const expectation = predict(scenario)(id);
        for (const n of study.sampleSizes) {
          await quiet();
          if (signal.aborted) return;
          expectation?.at('rmsAngle', n);
        }
      }
    }
  }
}
