import type { z } from 'zod';
import type { ProbitSpec } from '../../study.ts';
import { law, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { intervalSchema } from './interval.ts';

export const probitSchema = record({
  id: idSchema,
  kind: law('probit', 'Probit maximum likelihood: normal noise instead of logistic.'),
  interval: intervalSchema.optional(),
});

type ProbitFile = z.infer<typeof probitSchema>;

export const resolveProbit = ({ kind }: ProbitFile): ProbitSpec => ({ kind });
