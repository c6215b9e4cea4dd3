import { RecordError, soundRecordKey } from '../records.ts';
import { StoreError } from '../store/store-error.ts';
import { decodeHeader, LINE_END, PackError, type PackedRecord, type PackHeader } from './pack-format.ts';

/** What the bytes of a pack are worth. */
export interface InspectedPack {
  readonly sound: readonly PackedRecord[];
  /** What is wrong with each record that its header promises and that is not sound; empty where the header is unreadable. */
  readonly lost: ReadonlyMap<string, string>;
}

/**
 * Verifies every record of a pack: those that its header promises, or every line where the header is unreadable.
 *
 * @param path of the pack, for errors.
 * @throws StoreError `newer-format` where a later version wrote part of it.
 */
export function inspectPack(path: string, bytes: Uint8Array): InspectedPack {
  const sound: PackedRecord[] = [];
  const lost = new Map<string, string>();
  for (const { key, bytes: record } of promised(bytes) ?? lines(bytes)) {
    try {
      const found = soundRecordKey(record);
      if (key === null || key === found) sound.push({ key: found, bytes: record });
      else lost.set(key, `it is the record ${found}`);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (error.problem === 'newer-format') throw newerFormat(path, error);
      if (key !== null) lost.set(key, error.message);
    }
  }
  return { sound, lost };
}

/** The refusal of a pack that a later version wrote. */
export const newerFormat = (path: string, cause: Error): StoreError =>
  new StoreError(
    'newer-format',
    `Cannot use the pack ${path}: ${cause.message}. Update signbench or choose another store; the pack was left alone.`,
    { cause },
  );

interface Piece {
  /** As the header has it; null where nobody says. */
  readonly key: string | null;
  readonly bytes: Uint8Array;
}

/** The records where a readable header says they are; null where it is unreadable. */
function promised(bytes: Uint8Array): readonly Piece[] | null {
  const header = readableHeader(bytes);
  if (header === null) return null;
  let start = header.length;
  return header.records.map((record) => {
    const piece = { key: record.key, bytes: bytes.subarray(start, start + record.bytes) };
    start += record.bytes;
    return piece;
  });
}

function readableHeader(bytes: Uint8Array): PackHeader | null {
  try {
    return decodeHeader(bytes);
  } catch (error) {
    if (error instanceof PackError) return null;
    throw error;
  }
}

/** Every line: what is there where nobody says what should be. */
function lines(bytes: Uint8Array): readonly Piece[] {
  const found: Piece[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END, start);
    const next = end === -1 ? bytes.length : end + 1;
    found.push({ key: null, bytes: bytes.subarray(start, next) });
    start = next;
  }
  return found;
}
