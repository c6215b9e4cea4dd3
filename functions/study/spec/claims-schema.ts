import { z } from 'zod';
import { CLAIM_MEASURES, PAIRED_ERRORS, PAIRED_MEASURES } from '../claim.ts';
import { integer, law, list, number, record, text } from './schema-parts.ts';

const MOST_CLAIMS = 1000;
const MOST_ROWS = 100_000_000;

const SHARE = /^(\d{1,3}(?:\.\d{1,12})?) ?%$/;
const DEGREES = /^(-?\d{1,3}(?:\.\d{1,12})?) ?deg$/;
const FRACTION = /^(-?\d{1,6})\/(\d{1,6})$/;

/** A share as written: 0.05 or 5%. */
export const shareOf = (written: number | string): number =>
  typeof written === 'number' ? written : Number(SHARE.exec(written)?.[1]) / 100;

/** An angle as written, 0.2 or 0.2deg, in degrees. */
export const degreesOf = (written: number | string): number =>
  typeof written === 'number' ? written : Number(DEGREES.exec(written)?.[1]);

/** An exponent as written: -0.5 or -1/3. */
export function exponentOf(written: number | string): number {
  if (typeof written === 'number') return written;
  const [, above, below] = FRACTION.exec(written) ?? [];
  return Number(above) / Number(below);
}

/** A number, or text that `read` makes one of; both in [least, most]. */
function numberOr(
  pattern: RegExp,
  read: (text: string) => number,
  { least, most, allowed }: { readonly least: number; readonly most: number; readonly allowed: string },
) {
  const written = z
    .string(allowed)
    .regex(pattern, allowed)
    .refine((one) => read(one) >= least && read(one) <= most, allowed);
  return z.union([number(least, most, allowed), written], allowed);
}

const share = (allowed: string) => numberOr(SHARE, shareOf, { least: 1e-6, most: 0.999, allowed });
const margin = share('a share from 0.000001 to 0.999, such as 5% or 0.05');
const angle = (least: number, most: number) =>
  numberOr(DEGREES, degreesOf, {
    least,
    most,
    allowed: `an angle from ${least} to ${most} degrees, such as 0.2deg or 0.2`,
  });

const estimator = text(1, 64).describe('The id of the estimator that the claim is about.');
const from = z
  .union([z.literal('auto'), integer(1, MOST_ROWS)], 'auto, or a sample size')
  .describe(
    'The smallest sample size it reads; auto: where theory says its law holds, or where no drift is seen.',
  );
const fromSize = integer(1, MOST_ROWS).describe('The smallest sample size it reads. Default: all.');
const measure = z
  .enum(CLAIM_MEASURES, CLAIM_MEASURES.join(', '))
  .describe('The measure of error. Default: rmsAngle.')
  .optional();
const pairedError = z
  .enum(PAIRED_ERRORS, PAIRED_ERRORS.join(', '))
  .describe('The measure of error. Default: rmsAngle.')
  .optional();
const paired = z
  .enum(PAIRED_MEASURES, PAIRED_MEASURES.join(', '))
  .describe('The measure of error, or score. Default: rmsAngle.')
  .optional();
const where = z
  .record(z.string(), z.union([z.string(), z.number()]), 'an object from factors to levels')
  .describe('Levels of what varies that the claim is about. Default: every combination, each a claim.')
  .optional();

const claimSchema = z.discriminatedUnion(
  'kind',
  [
    record({
      kind: law('rate', 'The error falls like a power of n.'),
      estimator,
      measure,
      exponent: numberOr(FRACTION, exponentOf, {
        least: -2,
        most: 0,
        allowed: 'a number from -2 to 0, or a fraction such as -1/3',
      }).describe('The exponent claimed.'),
      within: number(1e-4, 1).describe('How far from it the slope may be.'),
      from: from.optional(),
      atLeast: z
        .boolean('true or false')
        .describe('true: the error may fall faster than the exponent says.')
        .optional(),
      where,
    }),
    record({
      kind: law('constant', 'n^(1/3) times the error is a constant c times that of Chernoff\u2019s law.'),
      estimator,
      measure: z
        .enum(['rmsAngle', 'meanAngle'], 'rmsAngle, meanAngle')
        .describe('From which measure c is taken.')
        .optional(),
      against: z
        .union([z.literal('theory'), number(1e-6, 1e6)], 'theory, or a positive number')
        .describe('The constant c claimed, in radians.'),
      within: margin.describe('How far from it c may be, as a share of it.'),
      from: from.optional(),
      where,
    }),
    record({
      kind: law('law', 'The scaled error has Chernoff\u2019s law.'),
      estimator,
      against: z.literal('chernoff', 'chernoff').describe('The law claimed.'),
      at: integer(1, MOST_ROWS).describe('The sample size it reads.'),
      within: number(1e-4, 1).describe('How far apart the distribution functions may be.'),
      where,
    }),
    record({
      kind: law('limit', 'The estimator settles at an angle from the target.'),
      estimator,
      against: z
        .union([z.literal('theory'), angle(-180, 180)], 'theory, or an angle such as 10.8deg')
        .describe('The angle claimed: signed in d = 2, counter-clockwise positive.'),
      within: angle(1e-6, 180).describe('How far from it the mean angle may be.'),
      at: integer(1, MOST_ROWS).describe('The sample size it reads. Default: the largest.').optional(),
      where,
    }),
    record({
      kind: law('better', 'One estimator has a smaller error than another.'),
      estimator,
      than: text(1, 64).describe('The id of the other estimator.'),
      measure: pairedError,
      by: margin.describe('How much smaller at least, as a share of the error of the other.'),
      from: fromSize.optional(),
      where,
    }),
    record({
      kind: law('same', 'Two estimators have the same error.'),
      estimator,
      as: text(1, 64).describe('The id of the other estimator.'),
      measure: paired,
      within: margin.describe('How much they may differ, as a share of the error of the other.'),
      from: fromSize.optional(),
      where,
    }),
    record({
      kind: law('monotone', 'The error rises, or falls, along a factor.'),
      estimator,
      measure,
      along: text(1, 400).describe('The factor: a path that vary gives.'),
      direction: z
        .enum(['increasing', 'decreasing'], 'increasing, decreasing')
        .describe('Whether the error rises or falls with its levels.'),
      from: fromSize.optional(),
      where,
    }),
  ],
  'an object with kind: rate, constant, law, limit, better, same or monotone',
);

export const claimsSchema = list(claimSchema, [0, MOST_CLAIMS], 'claims').describe(
  'Statements about the numbers, each with a margin: supported, refuted or undecided.',
);

export const alphaSchema = number(1e-6, 0.2).describe(
  'The most that the chance of any false support, or of any false refutation, may be. Default: 0.01.',
);

export type ClaimFile = z.infer<typeof claimSchema>;
