import { z } from 'zod';
import { canonicalJson } from '../functions/study/canonical-json.ts';
import { estimatorOf } from '../functions/study/estimators.ts';
import { estimatorHash, mechanismHash, sha256Hex } from '../functions/study/mechanism.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec, NumericsClass } from '../functions/study/study.ts';
import { FIT_STATUSES } from '../kernels/estimators/fit.ts';

export const RECORD_FORMAT = 1;

/** Names one record: what one estimator found on one block of one cell. */
export interface RecordAddress {
  /** SHA-256 of everything that decides the record's numbers; its name in the store. */
  readonly key: string;
  readonly cell: Cell;
  readonly block: number;
  readonly estimator: EstimatorSpec;
}

/** Why bytes are not the record that was asked for. */
export type RecordProblem = 'damaged' | 'foreign' | 'newer-format';

/** Bytes that are not the record that was asked for; the message says how they differ. */
export class RecordError extends Error {
  readonly problem: RecordProblem;

  constructor(problem: RecordProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RecordError';
    this.problem = problem;
  }
}

/** Numbers of one value a replicate; JSON has no NaN, so that a failed fit's numbers are null. */
const Numbers = z.array(z.number().nullable());

const RecordContent = z.strictObject({
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

const Envelope = z.object({ format: z.number() });

/**
 * The address of the record that holds what an estimator found on a block.
 *
 * key = SHA-256 of the canonical JSON of {mechanism, estimator, revision, numerics, n, block, blockSize, format}; the
 * estimator's id is no part of it, so that renaming an estimator keeps its numbers. The numerics of an estimator that does
 * not search on losses are f64, whatever evaluates those of others.
 */
export function recordAddress(cell: Cell, block: number, estimator: EstimatorSpec): RecordAddress {
  const key = sha256Hex(
    canonicalJson({
      mechanism: mechanismOf(cell),
      estimator: hashOf(estimator),
      revision: estimatorOf(estimator).revision,
      numerics: numericsOf(cell, estimator),
      n: cell.n,
      block,
      blockSize: cell.blockSize,
      format: RECORD_FORMAT,
    }),
  );
  return { key, cell, block, estimator };
}

const numericsOf = (cell: Cell, estimator: EstimatorSpec): NumericsClass =>
  estimatorOf(estimator).searches ? (cell.numerics ?? 'f64') : 'f64';

const mechanismOf = remembered<Cell>(mechanismHash);
const hashOf = remembered<EstimatorSpec>(estimatorHash);

/** A cell has thousands of records, and the canonical JSON of its population is long. */
function remembered<T extends object>(hash: (value: T) => string): (value: T) => string {
  const known = new WeakMap<T, string>();
  return (value) => {
    const found = known.get(value) ?? hash(value);
    known.set(value, found);
    return found;
  };
}

/** Every record the plan needs, cell by cell, estimator by estimator, in block order. */
export function plannedRecords(cells: readonly Cell[]): readonly RecordAddress[] {
  return cells.flatMap((cell) =>
    cell.estimators.flatMap((estimator) =>
      Array.from({ length: cell.blocks }, (_, block) => recordAddress(cell, block, estimator)),
    ),
  );
}

/**
 * The bytes of a record: one line of JSON, `{"format":1,"checksum":...,"record":...}`.
 *
 * The checksum is the SHA-256 of the text of `record`, so that reading verifies the very bytes that were written; the
 * format stands outside, so that a later version's record is recognised without understanding it.
 */
export function encodeRecord(address: RecordAddress, outcomes: EstimatorOutcomes): Uint8Array {
  const { cell, block, key } = address;
  const { id: _, ...estimator } = address.estimator;
  const content = canonicalJson({
    key,
    mechanism: mechanismOf(cell),
    estimator,
    revision: estimatorOf(address.estimator).revision,
    numerics: numericsOf(cell, address.estimator),
    n: cell.n,
    block,
    first: block * cell.blockSize,
    size: cell.blockSize,
    statuses: outcomes.statuses,
    directions: outcomes.directions.map(nullForNaN),
    scores: nullForNaN(outcomes.scores),
    evaluations: nullForNaN(outcomes.evaluations),
    diagnostics: mapValues(outcomes.diagnostics, nullForNaN),
  });
  return new TextEncoder().encode(`${envelope(sha256Hex(content))}${content}}\n`);
}

/**
 * What an estimator found on a block, from the bytes of its record.
 *
 * @throws RecordError when the bytes are damaged, of another address, or of a later format.
 */
export function decodeRecord(address: RecordAddress, bytes: Uint8Array): EstimatorOutcomes {
  const record = check(RecordContent, JSON.parse(verifiedContent(bytes)));
  if (record.key !== address.key) throw new RecordError('foreign', `it is the record ${record.key}`);
  const { statuses, directions, scores, evaluations, diagnostics } = record;
  const lengths = [statuses, directions, scores, evaluations, ...Object.values(diagnostics)].map(
    (list) => list.length,
  );
  const wrong = lengths.find((length) => length !== address.cell.blockSize);
  if (wrong !== undefined) {
    throw new RecordError(
      'damaged',
      `it holds ${wrong} replicates, a block of its cell ${address.cell.blockSize}`,
    );
  }
  return {
    estimator: address.estimator,
    statuses,
    directions: directions.map(nanForNull),
    scores: nanForNull(scores),
    evaluations: nanForNull(evaluations),
    diagnostics: mapValues(diagnostics, nanForNull),
  };
}

const envelope = (checksum: string): string =>
  `{"format":${RECORD_FORMAT},"checksum":"${checksum}","record":`;

const ENVELOPE_LENGTH = envelope('0'.repeat(64)).length;

/** The text of `record`, once its checksum is found right. */
function verifiedContent(bytes: Uint8Array): string {
  const text = textOf(bytes);
  const content = text.slice(ENVELOPE_LENGTH, -2);
  if (text === `${envelope(sha256Hex(content))}${content}}\n`) return content;
  const { format } = check(Envelope, parsed(text, bytes));
  if (format > RECORD_FORMAT) {
    throw new RecordError(
      'newer-format',
      `it has format ${format}, this version of signbench reads format ${RECORD_FORMAT}`,
    );
  }
  throw new RecordError('damaged', 'its checksum does not match its content');
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw cutOff(bytes, cause);
  }
}

function parsed(text: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw cutOff(bytes, cause);
  }
}

const cutOff = (bytes: Uint8Array, cause: unknown): RecordError =>
  new RecordError('damaged', `it is cut off or not JSON (${bytes.length} bytes)`, { cause });

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new RecordError('damaged', `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not a record'}`, {
    cause: result.error,
  });
}

const nullForNaN = (values: readonly number[]): (number | null)[] =>
  values.map((value) => (Number.isNaN(value) ? null : value));

const nanForNull = (values: readonly (number | null)[]): number[] =>
  values.map((value) => value ?? Number.NaN);

function mapValues<A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
