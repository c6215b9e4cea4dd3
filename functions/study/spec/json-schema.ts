import { z } from 'zod';
import { studySchema } from './schema.ts';

/**
 * JSON Schema (draft 7) of the study file, for editors. It knows keys, types and ranges; that lengths agree and
 * that a covariance is positive definite only `parseStudy` knows.
 */
export function studyJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(studySchema, { target: 'draft-7', io: 'input' });
  return {
    $schema,
    title: 'signbench study',
    description:
      'A Monte Carlo study of preference estimators: what generates the data, who estimates, how often.',
    ...schema,
  };
}
