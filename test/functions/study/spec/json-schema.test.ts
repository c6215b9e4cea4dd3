import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { studyJsonSchema } from '../../../../functions/study/spec/json-schema.ts';
import { templateStudy } from '../../../../functions/study/spec/template.ts';
import { RIGHT, withLine } from './study-text.ts';

const STUDIES = new URL('../../../../studies/', import.meta.url);
const published = readdirSync(STUDIES)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(new URL(file, STUDIES), 'utf8'));

/** Reads the schema from its JSON, as an editor does. */
const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(studyJsonSchema())));
const accepts = (text: string): boolean => schema.safeParse(parse(text)).success;

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every schema under `properties` anywhere, by the path to it. */
function properties(node: unknown, path = ''): readonly (readonly [string, Node])[] {
  if (!isNode(node)) return [];
  const own = isNode(node.properties)
    ? Object.entries(node.properties).flatMap(([key, value]) =>
        isNode(value) ? [[`${path}.${key}`, value] as const] : [],
      )
    : [];
  const below = Object.entries(node).flatMap(([key, value]) => properties(value, `${path}/${key}`));
  return [...own, ...below];
}

describe('studyJsonSchema', () => {
  it('describes every key', () => {
    const keys = properties(studyJsonSchema());
    expect(keys.length).toBeGreaterThan(40);
    const bare = keys.filter(([, key]) => typeof key.description !== 'string' || key.description.length < 10);
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('accepts every published study, the template and the shortest study', () => {
    expect([...published, templateStudy('mine'), RIGHT].map(accepts)).toEqual(
      Array(published.length + 2).fill(true),
    );
  });

  it.each([
    ['an unknown key', `${RIGHT}colour: red\n`],
    ['a key that is missing', withLine('seed', '')],
    ['an unknown law', withLine('users', '  users: { law: mixtur }')],
    ['a key of another law', withLine('users', '  users: { law: point, mean: [1, 0], weights: [1] }')],
    ['an unknown estimator', withLine('estimators', 'estimators: [sing]')],
    [
      'an option of another estimator',
      withLine('estimators', 'estimators: [{ id: r, kind: rlhf, steps: 3 }]'),
    ],
    ['a negative seed', withLine('seed', 'seed: -1')],
    ['half a replicate', withLine('replicates', 'replicates: 1.5')],
    ['no sample size', withLine('sampleSizes', 'sampleSizes: []')],
    ['a temperature of zero', withLine('estimators', 'estimators: [{ id: s, kind: sign, lambda: [0, 1] }]')],
    ['a name in capitals', withLine('name', 'name: Mine')],
    ['a profile of another name', `${RIGHT}profiles: { fast: {} }\n`],
  ])('refuses %s', (_, text) => {
    expect(accepts(text)).toBe(false);
  });
});
