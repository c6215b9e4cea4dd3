import { z } from 'zod';
import { emSchema } from './em.ts';
import { perUserMeanSchema } from './per-user-mean.ts';
import { probitSchema } from './probit.ts';
import { rlhfSchema } from './rlhf.ts';
import { signSchema } from './sign.ts';

/** One a kind, in the order in which messages name them. */
const SCHEMAS = [signSchema, rlhfSchema, probitSchema, emSchema, perUserMeanSchema] as const;

const KINDS = [
  'sign',
  'rlhf',
  'probit',
  'em',
  'per-user-mean',
] as const satisfies readonly EstimatorObject['kind'][];
const OBJECT_ALLOWED = `an object with id and kind: ${alternatives(KINDS)}`;
const ALLOWED = `${KINDS.join(', ')}, or an object with id and kind`;

/** An estimator as the author of a study writes it: a kind, which is also the id, or an object. */
export const estimatorSchema = z.union(
  [z.enum(KINDS, ALLOWED), z.discriminatedUnion('kind', SCHEMAS, OBJECT_ALLOWED)],
  ALLOWED,
);

export type EstimatorObject = z.infer<(typeof SCHEMAS)[number]>;
export type EstimatorFile = z.infer<typeof estimatorSchema>;

/** `a, b or c`. */
function alternatives(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}
