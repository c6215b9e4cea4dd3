import { z } from 'zod';
import { RoundError } from './round-error.ts';

/** Names become parts of keys: no slash, no dot that leads. */
const studyName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const runId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/)
  .max(80);
const count = z.int().nonnegative();
const dollars = z.number().nonnegative();

export const RangeInput = z.strictObject({
  cell: z.string(),
  first: count,
  count: z.int().positive(),
  estimators: z.array(z.string()).min(1),
});

/** Blocks `first` to `first + count - 1` of a cell, for these estimators. */
export type BlockRange = z.infer<typeof RangeInput>;

/** One item of a manifest: what a worker computes in one call. */
export const BatchInput = z.strictObject({
  study: studyName,
  studyHash: z.string(),
  runId,
  round: count,
  batch: count,
  ranges: z.array(RangeInput).min(1),
});

export type BatchItem = z.infer<typeof BatchInput>;

export const VerifyInput = z.strictObject({ verify: z.literal(true), study: studyName });

export const PlanInput = z.strictObject({
  study: studyName,
  runId,
  round: count,
  /** The golden digest as a worker computed it. */
  digest: z.string().optional(),
  /** What a worker took for a block of the cells that it measured, in milliseconds. */
  msPerBlock: z.record(z.string(), z.number().positive()).optional(),
  budgetUsd: dollars.optional(),
  spentUsd: dollars.optional(),
  /** Of the batches of a round whose blocks come for the first time, how many may be lost. */
  toleratedFailurePercentage: z.number().min(0).max(100).optional(),
});

export type PlanInput = z.infer<typeof PlanInput>;

export const FinishInput = z.strictObject({
  study: studyName,
  runId,
  round: count,
  budgetUsd: dollars.optional(),
});

export type FinishInput = z.infer<typeof FinishInput>;

/**
 * An input of the shape that a stage expects.
 *
 * @throws RoundError `BadInput` that names the first field that is not as it should be.
 */
export function checkedInput<T>(schema: z.ZodType<T>, value: unknown, stage: string): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new RoundError('BadInput', `${stage}: ${issue.path.join('.') || 'the input'}: ${issue.message}`, {
    cause: error,
  });
}
