import { sha256Hex } from '../study/mechanism.ts';
import { badParameter } from './problem.ts';

/** The name of a list: the data it is of and what was asked of them, but for the page. */
export function listName(data: string, query: Readonly<Record<string, unknown>>): string {
  const { cursor: _, version: __, ...decisive } = query;
  return sha256Hex(`${data} ${JSON.stringify(decisive)}`).slice(0, 16);
}

/** Where the next page of a list begins, as a text that its reader gives back unread. */
export const cursorText = (list: string, place: readonly number[]): string =>
  Buffer.from(JSON.stringify([list, ...place])).toString('base64url');

/**
 * The place that a cursor names.
 *
 * @param list what the list is made of; a cursor of another list, or of other data, is refused.
 * @throws ProblemError
 */
export function cursorPlace(text: string, list: string, length: number): readonly number[] {
  const [of, ...place] = parsed(text);
  const isPlace = place.length === length && place.every(isNumber);
  if (!isPlace) throw badParameter('cursor', text, 'what an earlier page gave as next');
  if (of !== list)
    throw badParameter(
      'cursor',
      text,
      'that of the same list; the data changed or the query did, so begin again',
    );
  return place.filter(isNumber);
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
