import { z } from 'zod';
import type { Store } from '../../../results/store/store.ts';
import { findManifest } from '../manifest.ts';

const MeasuredShape = z.object({ value: z.number(), mcse: z.number().nullable() }).nullable();
const RowShape = z.object({
  estimator: z.string(),
  label: z.string(),
  n: z.number(),
  /** Seeds whose fit gave a direction. */
  seeds: z.number(),
  failures: z.record(z.string(), z.number()),
  /** Fits among these that ended before their gradient was small: mixtures that climb along ridges. */
  unsettled: z.number().default(0),
  /** Degrees between the fit and the average utility. */
  angle: MeasuredShape,
  /** Share of held-out pairs that the fit and the average utility rank differently. */
  disagreement: MeasuredShape,
  /** This estimator's angle and disagreement less those of RLHF of the same seed. */
  angleLessRlhf: MeasuredShape,
  disagreementLessRlhf: MeasuredShape,
  evaluations: MeasuredShape,
});
export type EvaluationRow = z.infer<typeof RowShape>;

/** `evaluation.json`. */
export const Evaluation = z.object({
  format: z.literal(1),
  inputs: z.string(),
  target: z.enum(['known', 'estimated']),
  pairs: z.number(),
  columns: z.number(),
  personas: z.number(),
  heldOut: z.number(),
  seeds: z.number(),
  rows: z.array(RowShape),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** The evaluation of a data set; null where there is none. */
export const findEvaluation = (store: Store, name: string): Promise<Evaluation | null> =>
  findManifest(store, { name, file: 'evaluation.json' }, Evaluation);
