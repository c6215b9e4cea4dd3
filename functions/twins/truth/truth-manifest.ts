import { z } from 'zod';
import type { Store } from '../../../results/store/store.ts';
import { readDoubles } from '../doubles-file.ts';
import { findManifest } from '../manifest.ts';

const EstimatedShape = z.object({ value: z.number(), se: z.number().nullable() });
const QuantilesShape = z.object({
  mean: z.number(),
  low: z.number(),
  median: z.number(),
  high: z.number(),
});
const SpreadShape = z.object({
  norms: QuantilesShape,
  angles: QuantilesShape.nullable(),
  effectiveTypes: EstimatedShape,
  signMismatch: EstimatedShape,
  asymmetry: EstimatedShape.extend({ nullTop: z.number(), p: z.number() }),
});
const StoredShape = z.object({ key: z.string(), sha256: z.string() });

/** `truth.json`: utilities of personas, estimated from their labels. */
export const TruthManifest = z.object({
  format: z.literal(1),
  inputs: z.string(),
  personas: z.number(),
  /** Personas who gave no label; their utilities are zero, and they are left out of everything else. */
  silent: z.number(),
  columns: z.number(),
  labels: z.number(),
  /** Relative to the mean square of a feature; with its mean loss on unseen labels for each that was tried. */
  ridge: z.number(),
  ridges: z.array(z.object({ ridge: z.number(), loss: z.number() })),
  /** Share of labels that were kept back and that the fit to the others ranks rightly; null where none was. */
  accuracy: EstimatedShape.nullable(),
  /** Mean correlation of x . beta_u between fits to two halves of a persona's labels: what of a utility is no noise; null where no persona has two. */
  reliability: EstimatedShape.nullable(),
  spread: SpreadShape,
  /** For simulated twins: how far estimates are from known utilities. Degrees; disagreement as a share of pairs. */
  known: z
    .object({
      averageAngle: z.number(),
      averageDisagreement: z.number(),
      personaAngle: QuantilesShape,
      personaDisagreement: QuantilesShape,
      spread: SpreadShape,
    })
    .nullable(),
  utilities: StoredShape,
});
export type TruthManifest = z.infer<typeof TruthManifest>;

/** The manifest of a data set's truth; null where there is none. */
export const findTruth = (store: Store, name: string): Promise<TruthManifest | null> =>
  findManifest(store, { name, file: 'truth.json' }, TruthManifest);

/** Utilities of a data set's personas, personas x d. */
export const readTruth = (
  store: Store,
  { utilities, personas, columns }: TruthManifest,
): Promise<Float64Array> => readDoubles(store, utilities, personas * columns);
