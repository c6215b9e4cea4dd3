import { type ChoiceData, choiceData } from '../../functions/data/choice-data.ts';
import { type ChoiceRequest, usesOf } from '../../functions/data/choice-request.ts';
import { csvRows } from '../../functions/data/csv-rows.ts';
import { differencesOf } from '../../functions/data/differences.ts';
import { readCsvTable } from '../../functions/data/read-csv.ts';
import type { ReadBytes } from '../../functions/data/text-pieces.ts';
import { sampleIndex } from '../../kernels/arena.ts';

/** How the files of these tests name what the long format needs. */
export const LONG = {
  format: 'long',
  chooser: 'id',
  situation: 'task',
  alternative: 'alt',
  chosen: 'choice',
} as const;

/** Text as a file that gives at most `piece` bytes at once. */
export function bytesOf(text: string | Uint8Array, piece = 1 << 20): ReadBytes {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  let at = 0;
  return (buffer) => {
    const part = bytes.subarray(at, at + Math.min(piece, buffer.length));
    buffer.set(part);
    at += part.length;
    return part.length;
  };
}

export const rowsOf = (text: string | Uint8Array, piece?: number): readonly (readonly string[])[] => [
  ...csvRows(bytesOf(text, piece)),
];

/** The choices in the text of a CSV. */
export function choicesIn(
  text: string | Uint8Array,
  request: ChoiceRequest,
  standardise = false,
): ChoiceData {
  const table = readCsvTable(bytesOf(text), usesOf(request));
  return choiceData(differencesOf(table, request), { format: request.format, standardise });
}

/** Row i of the comparisons, its coordinates as an array. */
export function comparison({ comparisons: { d, data } }: ChoiceData, i: number): readonly number[] {
  return Array.from({ length: d }, (_, j) => data[sampleIndex(i, j, d)]);
}
