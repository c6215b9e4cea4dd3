import { z } from 'zod';
import { keysPhrase } from './keys-phrase.ts';

/** Largest number a study may give to a taste, covariance or temperature. */
export const LARGEST = 1_000_000;
export const MOST_FEATURES = 4096;

/** Object that refuses unknown keys and can name its own. */
export function record<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, keysPhrase(Object.keys(shape)));
}

export function number(least: number, most: number, allowed = `a number from ${least} to ${most}`) {
  return z.number(allowed).min(least, allowed).max(most, allowed);
}

export function integer(least: number, most: number) {
  const allowed = `an integer from ${least} to ${most}`;
  return number(least, most, allowed).int(allowed);
}

export function list<Item extends z.ZodType>(
  item: Item,
  [least, most]: readonly [number, number],
  of: string,
) {
  const allowed = `a list of ${least} to ${most} ${of}`;
  return z.array(item, allowed).min(least, allowed).max(most, allowed);
}

/** A title reaches terminals; white space is folded to single spaces. */
const UNPRINTABLE = /(?!\s)[\p{Cc}\p{Cf}\p{Cs}]/u;

export function text(least: number, most: number) {
  const allowed = `printable text of ${least} to ${most} characters`;
  return z
    .string(allowed)
    .min(least, allowed)
    .max(most, allowed)
    .refine((written) => !UNPRINTABLE.test(written), allowed);
}

export const law = <Name extends string>(name: Name, meaning: string) =>
  z.literal(name, name).describe(meaning);

export const positive = number(1e-9, LARGEST);
/** Student's law with fewer degrees overflows: its quantiles grow as p^(-1 / degrees). */
export const degrees = number(0.1, LARGEST);
export const vector = list(number(-LARGEST, LARGEST), [2, MOST_FEATURES], 'numbers, one a feature');
export const matrix = list(vector, [2, MOST_FEATURES], 'rows');
