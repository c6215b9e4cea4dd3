import type { z } from 'zod';
import { type Finding, type Path, wrongKey, wrongValue } from './findings.ts';
import { phraseKeys } from './keys-phrase.ts';

type Issue = z.core.$ZodIssue;

/** Every way in which a value breaks a schema, in sentences; empty when it fits. `path` is where the value stands. */
export function schemaFindings(schema: z.ZodType, value: unknown, path: Path = []): readonly Finding[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => issueFindings(issue, value, path));
}

/** `value` is what the issue's own path starts from, `base` where that value stands in the study. */
function issueFindings(issue: Issue, value: unknown, base: Path): readonly Finding[] {
  const path = [...base, ...issue.path];
  const found = valueAt(value, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => wrongKey([...path, key], phraseKeys(issue.message)));
  }
  if (issue.code === 'invalid_value')
    return [wrongValue(path, found, issue.message, issue.values.map(String))];
  if (issue.code === 'invalid_union') return unionFindings(issue, found, path);
  return [wrongValue(path, found, issue.message)];
}

function unionFindings(issue: z.core.$ZodIssueInvalidUnion, found: unknown, path: Path): readonly Finding[] {
  if (issue.discriminator !== undefined && 'options' in issue) {
    const options = (issue.options ?? []).map(String);
    return [wrongValue(path, found, options.join(', '), options)];
  }
  const meant = issue.errors.filter((branch) => !branch.some((inner) => isOtherType(inner, found)));
  if (meant.length !== 1) return [wrongValue(path, found, issue.message)];
  return meant[0].flatMap((inner) => issueFindings(inner, found, path));
}

/** Whether a branch of a union was refused for what the value is (text, list, object), not for what it holds. */
const isOtherType = (issue: Issue, found: unknown): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof found !== 'string'));

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.getOwnPropertyDescriptor(found, step)?.value;
  }
  return found;
}
