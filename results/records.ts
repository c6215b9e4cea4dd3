import { z } from 'zod';
import { canonicalJson } from '../functions/study/canonical-json.ts';
import { estimatorOf } from '../functions/study/estimators/registry.ts';
import { sha256Hex } from '../functions/study/mechanism.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { isRecordContent, RecordContent } from './record-content.ts';
import { mechanismOf, numericsOf, RECORD_FORMAT, recordKey } from './record-key.ts';

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

const Envelope = z.object({ format: z.number() });
const Keyed = z.object({ key: z.string() });

/** The address of the record that holds what an estimator found on a block. */
export function recordAddress(cell: Cell, block: number, estimator: EstimatorSpec): RecordAddress {
  return { key: recordKey(cell, block, estimator), cell, block, estimator };
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
  return sealed({
    ...namesOf(address),
    statuses: outcomes.statuses,
    directions: outcomes.directions.map(nullForNaN),
    scores: nullForNaN(outcomes.scores),
    evaluations: nullForNaN(outcomes.evaluations),
    diagnostics: mapValues(outcomes.diagnostics, nullForNaN),
  });
}

/** What names a record in its own content. */
export function namesOf({ cell, block, key, estimator }: RecordAddress) {
  const { id: _, ...spec } = estimator;
  return {
    key,
    mechanism: mechanismOf(cell),
    estimator: spec,
    revision: estimatorOf(estimator).revision,
    numerics: numericsOf(cell, estimator),
    n: cell.n,
    block,
    first: block * cell.blockSize,
    size: cell.blockSize,
  };
}

/** The bytes of a record of this content. */
export function sealed(record: unknown): Uint8Array {
  const content = canonicalJson(record);
  return new TextEncoder().encode(`${envelope(sha256Hex(content))}${content}}\n`);
}

/**
 * What an estimator found on a block, from the bytes of its record.
 *
 * @throws RecordError when the bytes are damaged, of another address, or of a later format.
 */
export function decodeRecord(address: RecordAddress, bytes: Uint8Array): EstimatorOutcomes {
  const value: unknown = JSON.parse(verifiedContent(bytes));
  const record = isRecordContent(value) ? value : checked(RecordContent, value);
  checkKey(record, address);
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

/**
 * The key of the record in these bytes, found sound without an address to compare it with.
 *
 * @throws RecordError when they are damaged or of a later format.
 */
export function soundRecordKey(bytes: Uint8Array): string {
  return checked(Keyed, JSON.parse(verifiedContent(bytes))).key;
}

/** @throws RecordError `foreign` where a record is of another address. */
export function checkKey({ key }: { readonly key: string }, address: RecordAddress): void {
  if (key !== address.key) throw new RecordError('foreign', `it is the record ${key}`);
}

const envelope = (checksum: string): string =>
  `{"format":${RECORD_FORMAT},"checksum":"${checksum}","record":`;

const ENVELOPE_LENGTH = envelope('0'.repeat(64)).length;

/** The text of `record`, once its checksum is found right. */
export function verifiedContent(bytes: Uint8Array): string {
  const text = textOf(bytes);
  const content = text.slice(ENVELOPE_LENGTH, -2);
  const sound = `${envelope(sha256Hex(content))}${content}}\n`;
  if (text === sound) return content;
  const { format } = checked(Envelope, parsed(text, bytes));
  // Where all but the format is as in a sound record, it is the format that was damaged.
  if (format > RECORD_FORMAT && text.slice(text.indexOf(',')) !== sound.slice(sound.indexOf(','))) {
    throw new RecordError(
      'newer-format',
      `it has format ${format}, this version of signbench reads format ${RECORD_FORMAT}`,
    );
  }
  throw new RecordError('damaged', 'its checksum does not match its content');
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
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

/** @throws RecordError `damaged` where a value is not of this form. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new RecordError('damaged', `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not a record'}`, {
    cause: result.error,
  });
}

const nullForNaN = (values: readonly number[]): (number | null)[] =>
  values.map((value) => (Number.isNaN(value) ? null : value));

const nanForNull = (values: readonly (number | null)[]): readonly number[] =>
  areAllNumbers(values) ? values : values.map((value) => value ?? Number.NaN);

/** Most lists have no failed fit, and need no copy. */
const areAllNumbers = (values: readonly (number | null)[]): values is readonly number[] =>
  !values.includes(null);

function mapValues<A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
