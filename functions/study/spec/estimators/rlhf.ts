import type { z } from 'zod';
import type { RlhfSpec } from '../../study.ts';
import { LARGEST, law, number, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { intervalSchema } from './interval.ts';

const RIDGE_ALLOWED = `0, or a number from 1e-9 to ${LARGEST}`;

export const ridgeSchema = number(0, LARGEST, RIDGE_ALLOWED).refine(
  (ridge) => ridge === 0 || ridge >= 1e-9,
  RIDGE_ALLOWED,
);

export const rlhfSchema = record({
  id: idSchema,
  kind: law('rlhf', 'Logistic maximum likelihood (Bradley-Terry on features).'),
  interval: intervalSchema.optional(),
  ridge: ridgeSchema
    .describe('rlhf: weight of the penalty |theta|^2 / 2 on the mean log-likelihood. Default: 0.')
    .optional(),
});

type RlhfFile = z.infer<typeof rlhfSchema>;

/** A ridge of 0 is none. */
export const resolveRlhf = ({ kind, ridge = 0 }: RlhfFile): RlhfSpec =>
  ridge === 0 ? { kind } : { kind, ridge };
