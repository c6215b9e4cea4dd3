import { z } from 'zod';
import type { Store } from '../../../results/store/store.ts';
import { findManifest } from '../manifest.ts';

/** `training.json`: which fits there are. */
export const TrainingManifest = z.object({
  format: z.literal(1),
  inputs: z.string(),
  /** SHA-256 of the features, labels and held-out share that the fits are of. */
  data: z.string(),
  /** Pairs that have labels, and how many of them each seed holds out. */
  judged: z.number(),
  heldOut: z.number(),
  share: z.number(),
  sizes: z.array(z.number()),
  seeds: z.array(z.number()),
  estimators: z.array(
    z.object({ id: z.string(), label: z.string(), panel: z.boolean(), spec: z.looseObject({}) }),
  ),
  fits: z.array(z.object({ estimator: z.string(), n: z.number(), seed: z.number(), key: z.string() })),
});
export type TrainingManifest = z.infer<typeof TrainingManifest>;

/** The manifest of a data set's training; null where there is none. */
export const findTraining = (store: Store, name: string): Promise<TrainingManifest | null> =>
  findManifest(store, { name, file: 'training.json' }, TrainingManifest);
