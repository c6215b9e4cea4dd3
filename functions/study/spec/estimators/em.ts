import type { z } from 'zod';
import type { EmSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, law, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { identitiesSchema, resolveIdentities } from './identities.ts';
import { intervalSchema } from './interval.ts';
import { ridgeSchema } from './rlhf.ts';

const COMPONENTS = 2;
const STARTS = 3;

export const emSchema = record({
  id: idSchema,
  kind: law('em', 'Mixture of logits by EM, components over users.'),
  components: integer(1, 50).describe('em: number of tastes, K. Default: 2.').optional(),
  starts: integer(1, 1000).describe('em: random starts, of which the best counts. Default: 3.').optional(),
  interval: intervalSchema.optional(),
  identities: identitiesSchema.optional(),
  ridge: ridgeSchema
    .describe('em: weight of the penalty sum |theta_k|^2 / 2 on the mean log-likelihood. Default: 0.')
    .optional(),
});

type EmFile = z.infer<typeof emSchema>;

/** One component has one start, which is not random. */
export const resolveEm = ({
  kind,
  components = COMPONENTS,
  starts = STARTS,
  ridge = 0,
  identities,
}: EmFile): EmSpec => ({
  kind,
  components,
  starts: components === 1 ? 1 : starts,
  ...(ridge === 0 ? {} : { ridge }),
  ...resolveIdentities(identities),
});

export function emFindings({ components = COMPONENTS, starts = 1 }: EmFile, path: Path): readonly Finding[] {
  if (components > 1 || starts === 1) return [];
  return [
    contradiction([...path, 'starts'], `is ${starts}`, 'components: 1 has one start, which is not random'),
  ];
}
