import { z } from 'zod';
import type { Lambda, LambdaGrowth } from '../../../../kernels/estimators/lambda-growth.ts';
import { positive, record } from '../schema-parts.ts';

const GROWTH_ALLOWED = 'a number above 0 and at most 1, or a fraction such as 1/5';
const FRACTION = /^(\d{1,4})\/(\d{1,4})$/;

/** A power as written: 0.2 or 1/5. */
function powerOf(written: number | string): number {
  if (typeof written === 'number') return written;
  const [, above, below] = FRACTION.exec(written) ?? [];
  return Number(above) / Number(below);
}

const isPower = (power: number): boolean => power > 0 && power <= 1;

const power = z.union(
  [
    z.number(GROWTH_ALLOWED).refine(isPower, GROWTH_ALLOWED),
    z
      .string(GROWTH_ALLOWED)
      .regex(FRACTION, GROWTH_ALLOWED)
      .refine((text) => isPower(powerOf(text)), GROWTH_ALLOWED),
  ],
  GROWTH_ALLOWED,
);

/** lambda(n) = constant n^power. */
const growthSchema = record({
  power: power.describe('lambda grows like n to this power: a number, or a fraction such as 1/5.'),
  constant: z
    .union([z.literal('auto'), positive], 'auto, or a positive number')
    .describe(
      'The factor of n^power; auto: pi / sqrt 3 over the scale of the index in the sample. Default: auto.',
    )
    .optional(),
});

const resolveGrowth = ({ power, constant }: z.infer<typeof growthSchema>): LambdaGrowth => ({
  power: powerOf(power),
  constant: constant ?? 'auto',
});

const LAMBDA_ALLOWED =
  'a positive number, a list of 1 to 20 positive numbers, or an object with power and constant';

/** One lambda, those of an anneal or of stages, or one that grows with n. */
export const lambdaSchema = z.union(
  [positive, z.array(positive, LAMBDA_ALLOWED).min(1, LAMBDA_ALLOWED).max(20, LAMBDA_ALLOWED), growthSchema],
  LAMBDA_ALLOWED,
);

export type LambdaFile = z.infer<typeof lambdaSchema>;

const isGrowth = (written: LambdaFile): written is z.infer<typeof growthSchema> =>
  typeof written === 'object' && !Array.isArray(written);

/** The lambda of an anneal, a fixed one being a range of one; undefined for a list that is no range. */
export function annealLambda(written: LambdaFile): Lambda | undefined {
  if (typeof written === 'number') return [written, written];
  if (isGrowth(written)) return resolveGrowth(written);
  const [from, to] = written;
  return written.length === 2 && from <= to ? [from, to] : undefined;
}

/** The lambdas of stages; undefined for one that grows with n. */
export function stageLambdas(written: LambdaFile): readonly number[] | undefined {
  if (typeof written === 'number') return [written];
  return isGrowth(written) ? undefined : written;
}
