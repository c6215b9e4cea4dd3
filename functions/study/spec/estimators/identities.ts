import type { z } from 'zod';
import type { Identities } from '../../../../kernels/estimators/known-identities.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, number, record } from '../schema-parts.ts';
import type { EstimatorSetting } from './setting.ts';

export const identitiesSchema = record({
  names: integer(1, 1_000_000)
    .describe('em, per-user-mean: names under which each user answers. Default: 1.')
    .optional(),
  foreign: number(0, 0.5)
    .describe('em, per-user-mean: share of the labels under a name that are another user’s. Default: 0.')
    .optional(),
}).describe('What the estimator knows of who answered. Default: everything.');

type IdentitiesFile = z.infer<typeof identitiesSchema>;

/** Nothing where the estimator knows everything, so that it does not matter whether a study says it. */
export const resolveIdentities = (file: IdentitiesFile | undefined): { readonly identities?: Identities } => {
  const { names = 1, foreign = 0 } = file ?? {};
  return names === 1 && foreign === 0 ? {} : { identities: { names, foreign } };
};

export function identitiesFindings(
  file: IdentitiesFile | undefined,
  { panel }: EstimatorSetting,
  path: Path,
): readonly Finding[] {
  if (panel || file === undefined) return [];
  return [
    contradiction(
      [...path, 'identities'],
      'says who is known',
      'it needs users with labels of their own: population.users.panel',
    ),
  ];
}
