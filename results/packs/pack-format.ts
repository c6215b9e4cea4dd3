import { z } from 'zod';
import { canonicalJson } from '../../functions/study/canonical-json.ts';
import { sha256Hex } from '../../functions/study/mechanism.ts';

/** Of the packs that this version writes, and the latest that it reads. */
const PACK_FORMAT = 1;

/** A record in a pack: its key and the very bytes of `encodeRecord`. */
export interface PackedRecord {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** The first line of a pack. */
export interface PackHeader {
  readonly study: string;
  /** In the order in which they follow, each a line. */
  readonly records: readonly { readonly key: string; readonly bytes: number }[];
  /** Bytes of the line itself, its end included: where the first record begins. */
  readonly length: number;
}

/** Bytes that are not the header of a pack. */
export class PackError extends Error {
  readonly problem: 'damaged' | 'newer-format';

  constructor(problem: PackError['problem'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PackError';
    this.problem = problem;
  }
}

const Content = z.strictObject({
  records: z.array(z.strictObject({ bytes: z.int().positive(), key: z.string() })),
  study: z.string(),
});
const Envelope = z.object({ format: z.number() });

/** The name of a pack: SHA-256 of the canonical JSON of its records' keys, so that one plan gives one object. */
export const packIdOf = (keys: readonly string[]): string => sha256Hex(canonicalJson(keys));

/**
 * The bytes of a pack: a header line `{"format":1,"checksum":...,"records":[{"bytes":...,"key":...}],"study":...}`, then the
 * records, a line each.
 *
 * The checksum is the SHA-256 of the canonical JSON of {records, study}; the records have checksums of their own. Lengths
 * stand in the header, so that damage to one record does not hide where the next one begins.
 */
export function encodePack(study: string, records: readonly PackedRecord[]): Uint8Array {
  const list = records.map(({ key, bytes }) => ({ bytes: bytes.length, key }));
  const content = canonicalJson({ records: list, study });
  const header = new TextEncoder().encode(`${headerText(content)}\n`);
  return Buffer.concat([header, ...records.map(({ bytes }) => bytes)]);
}

const headerText = (content: string): string =>
  `{"format":${PACK_FORMAT},"checksum":"${sha256Hex(content)}",${content.slice(1)}`;

const BEFORE_CONTENT = headerText('{').length;

/**
 * The header at the beginning of these bytes; null where they end before it does.
 *
 * @throws PackError when it is damaged or of a later format.
 */
export function decodeHeader(bytes: Uint8Array): PackHeader | null {
  const end = bytes.indexOf(LINE_END);
  if (end === -1) return null;
  const text = DECODER.decode(bytes.subarray(0, end));
  const content = `{${text.slice(BEFORE_CONTENT)}`;
  if (text !== headerText(content)) throw unlikeHeader(text);
  const { study, records } = Content.parse(JSON.parse(content));
  return { study, records, length: end + 1 };
}

export const LINE_END = 0x0a;

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

function unlikeHeader(text: string): PackError {
  const format = formatOf(text);
  if (format !== null && format > PACK_FORMAT) {
    return new PackError(
      'newer-format',
      `it has pack format ${format}, this version of signbench reads format ${PACK_FORMAT}`,
    );
  }
  return new PackError('damaged', 'the checksum of its header does not match the header');
}

function formatOf(text: string): number | null {
  try {
    return Envelope.safeParse(JSON.parse(text)).data?.format ?? null;
  } catch {
    return null;
  }
}
