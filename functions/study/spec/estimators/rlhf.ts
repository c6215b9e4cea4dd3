import type { z } from 'zod';
import type { RlhfSpec } from '../../study.ts';
import { law, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { intervalSchema } from './interval.ts';

export const rlhfSchema = record({
  id: idSchema,
  kind: law('rlhf', 'Logistic maximum likelihood (Bradley-Terry on features).'),
  interval: intervalSchema.optional(),
});

type RlhfFile = z.infer<typeof rlhfSchema>;

export const resolveRlhf = ({ kind }: RlhfFile): RlhfSpec => ({ kind });
