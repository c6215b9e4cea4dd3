import { z } from 'zod';
import type { PerUserMeanSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { law, positive, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { identitiesSchema, resolveIdentities } from './identities.ts';
import { intervalSchema } from './interval.ts';
import type { EstimatorSetting } from './setting.ts';

const SHRINKAGE_ALLOWED = 'auto, or a number from 1e-9 to 1000000';

export const perUserMeanSchema = record({
  id: idSchema,
  kind: law(
    'per-user-mean',
    'The mean of estimates of each user alone, shrunk towards the estimate of all; for panels.',
  ),
  interval: intervalSchema.optional(),
  identities: identitiesSchema.optional(),
  shrinkage: z
    .union([z.literal('auto'), positive], SHRINKAGE_ALLOWED)
    .describe('per-user-mean: precision of users around the estimate of all. Default: auto.')
    .optional(),
});

type PerUserMeanFile = z.infer<typeof perUserMeanSchema>;

export const resolvePerUserMean = ({
  kind,
  shrinkage = 'auto',
  identities,
}: PerUserMeanFile): PerUserMeanSpec => ({
  kind,
  shrinkage,
  ...resolveIdentities(identities),
});

export function perUserMeanFindings({ panel }: EstimatorSetting, path: Path): readonly Finding[] {
  if (panel) return [];
  return [
    contradiction(
      path,
      'is per-user-mean',
      'it needs users with labels of their own: population.users.panel',
    ),
  ];
}
