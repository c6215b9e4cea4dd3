import { runBatch } from '../../functions/compute/run-batch.ts';
import { runStudy } from '../../functions/local/run-study.ts';
import type { BatchRunner } from '../../functions/local/worker-pool.ts';
import { createEngine } from '../../functions/study/engine.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import type { Store } from '../../results/store/store.ts';

/** Two sizes, two estimators, one factor with two levels, one claim: milliseconds. */
export const SMALL_STUDY = `name: small
title: Two types & <one of them> loud
aim: does "sign" go on falling?
seed: 11
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [20, 100]
replicates: 200
vary: { population.users.types.0.0: [3, 4] }
claims:
  - { kind: better, estimator: sign, than: rlhf, measure: rmsAngle, by: 10%, from: 20 }
`;

const engine = createEngine('js');

const inThisThread: BatchRunner = { run: async (batch) => runBatch(batch, engine), close: async () => {} };

/** Runs a study in this thread into the store; with `runner`, what that computes of it. */
export async function runInto(
  store: Store,
  source: string = SMALL_STUDY,
  runner: BatchRunner = inThisThread,
): Promise<void> {
  const study = parseStudy(source, 'study.yaml', 'full');
  await runStudy(study, { store, source, backend: 'js', workers: 1, runner });
}
