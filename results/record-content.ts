import { z } from 'zod';
import { FIT_STATUSES } from '../kernels/estimators/fit.ts';

/** Numbers of one value a replicate; JSON has no NaN, so that a failed fit's numbers are null. */
const Numbers = z.array(z.number().nullable());

/** The content of a record, as its text spells it. */
export const RecordContent = z.strictObject({
  key: z.string(),
  mechanism: z.string(),
  estimator: z.record(z.string(), z.unknown()),
  revision: z.number(),
  numerics: z.string(),
  n: z.number(),
  block: z.number(),
  first: z.number(),
  size: z.number(),
  statuses: z.array(z.enum(FIT_STATUSES)),
  directions: z.array(Numbers),
  scores: Numbers,
  evaluations: Numbers,
  diagnostics: z.record(z.string(), Numbers),
});

export type RecordContent = z.infer<typeof RecordContent>;

const KEYS = Object.keys(RecordContent.shape);
const STRINGS = ['key', 'mechanism', 'numerics'];
const NUMBERS = ['revision', 'n', 'block', 'first', 'size'];
const STATUSES: ReadonlySet<unknown> = new Set(FIT_STATUSES);

/**
 * Whether a value that JSON.parse gave is the content of a record: `RecordContent` without the copy of every list that
 * its parsing makes, which would take a third of the time of reading a store of a million records.
 */
export function isRecordContent(value: unknown): value is RecordContent {
  if (!isObject(value) || Object.keys(value).length !== KEYS.length) return false;
  const { estimator, statuses, directions, scores, evaluations, diagnostics } = value;
  return (
    STRINGS.every((name) => typeof value[name] === 'string') &&
    NUMBERS.every((name) => typeof value[name] === 'number' && Number.isFinite(value[name])) &&
    isObject(estimator) &&
    Array.isArray(statuses) &&
    statuses.every((status) => STATUSES.has(status)) &&
    Array.isArray(directions) &&
    directions.every(areNumbers) &&
    areNumbers(scores) &&
    areNumbers(evaluations) &&
    isObject(diagnostics) &&
    Object.values(diagnostics).every(areNumbers)
  );
}

const areNumbers = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((one) => one === null || (typeof one === 'number' && Number.isFinite(one)));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
