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
  'a positive number, two with the first not above the second, or an object with power and constant';

/** One lambda, the first and the last, or one that grows with n. */
export const lambdaSchema = z.union(
  [
    positive,
    z.tuple([positive, positive], LAMBDA_ALLOWED).refine(([from, to]) => from <= to, LAMBDA_ALLOWED),
    growthSchema,
  ],
  LAMBDA_ALLOWED,
);

type LambdaFile = z.infer<typeof lambdaSchema>;

/** A fixed lambda is a range of one. */
export function resolveLambda(written: LambdaFile): Lambda {
  if (typeof written === 'number') return [written, written];
  return 'power' in written ? resolveGrowth(written) : written;
}
