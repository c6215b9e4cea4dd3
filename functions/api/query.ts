import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { nearest } from '../study/spec/nearest.ts';
import { badParameter } from './problem.ts';

/** Levels asked for, by the factor's name: `factor[skew]=1&factor[skew]=2`. */
type FactorQuery = Readonly<Record<string, readonly string[]>>;

const FACTOR = /^factor\[(.*)\]$/s;

/**
 * The query of a request, checked. A parameter that is given several times is a list, as forms send it; an unknown one is refused
 * by name, since a view that ignored it would not be the view that was asked for.
 *
 * @throws ProblemError
 */
export function readQuery<Query extends z.ZodObject>(schema: Query, c: Context): z.output<Query> {
  const given = collected(new URL(c.req.url).searchParams, 'factor' in schema.shape);
  const known = Object.keys(schema.shape);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const allowed = known.length === 0 ? 'no parameter here' : known;
    throw badParameter(name, 'given', near === undefined ? allowed : `${near}, which may be what is meant`);
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue.path[0] ?? '');
  const value = given[name];
  throw badParameter(name, typeof value === 'string' ? value : JSON.stringify(value ?? ''), issue.message);
}

function collected(
  parameters: URLSearchParams,
  hasFactors: boolean,
): Readonly<Record<string, string | FactorQuery>> {
  const plain = new Map<string, string>();
  const factors = new Map<string, readonly string[]>();
  for (const [name, value] of parameters) {
    const factor = hasFactors ? FACTOR.exec(name)?.[1] : undefined;
    if (factor !== undefined) factors.set(factor, [...(factors.get(factor) ?? []), value]);
    else plain.set(name, plain.has(name) ? `${plain.get(name)},${value}` : value);
  }
  return {
    ...Object.fromEntries(plain),
    ...(factors.size === 0 ? {} : { factor: Object.fromEntries(factors) }),
  };
}
