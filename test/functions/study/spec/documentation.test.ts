import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { studyJsonSchema } from '../../../../functions/study/spec/json-schema.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { RIGHT } from './study-text.ts';

const TEXT = readFileSync(new URL('../../../../docs/study-file.md', import.meta.url), 'utf8');

/** Rows of the tables: the words in code type of the first column, and the example in the last. */
const rows = TEXT.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (key|law|kind|-+) /.test(line))
  .map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const names = [...cells[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    return { names, example: cells[cells.length - 2].replace(/^`|`$/g, '') };
  });

const TOP = [
  'name',
  'title',
  'aim',
  'seed',
  'population',
  'estimators',
  'sampleSizes',
  'replicates',
  'keep',
  'vary',
  'claims',
  'alpha',
  'profiles',
];
const POPULATION = ['users', 'features', 'choice', 'normalise'];
const examples = rows.map(({ example }) => example);
const keyOf = (example: string): string => Object.keys(parse(example))[0];

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every key and every law, kind or name that the schema knows. */
function words(node: unknown): readonly string[] {
  if (!isNode(node)) return [];
  const keys = isNode(node.properties) ? Object.keys(node.properties) : [];
  const constant = typeof node.const === 'string' ? [node.const] : [];
  return [...keys, ...constant, ...Object.values(node).flatMap(words)];
}

describe('docs/study-file.md', () => {
  it('has a study that can be read at its beginning', () => {
    const [, text] = TEXT.match(/```yaml\n([\s\S]*?)```/) ?? [];
    expect(parseStudy(text, 'docs', 'full').scenarios).toHaveLength(1);
  });

  it('names every key and every law of the format, each in code type', () => {
    const known = [...new Set(words(studyJsonSchema()))].filter((word) => word !== 'law');
    expect(known.length).toBeGreaterThan(60);
    expect(known.filter((word) => !TEXT.includes(`\`${word}\``))).toEqual([]);
  });

  it('explains no key or law that the format does not have', () => {
    const known = new Set(words(studyJsonSchema()));
    expect(rows.flatMap(({ names }) => names).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(examples.filter((example) => [...TOP, ...POPULATION].includes(keyOf(example))))(
    'has the example %s, which can be read in its place',
    (example) => {
      const study = parse(RIGHT);
      // A rate needs three sizes.
      study.sampleSizes = [100, 1000, 10_000];
      Object.assign(TOP.includes(keyOf(example)) ? study : study.population, parse(example));
      const files = () => ({ rows: 9, dimension: 2, sha256: 'ab'.repeat(32) });
      const { scenarios } = parseStudy(stringify(study), 'docs', 'full', files);
      expect(scenarios).toHaveLength(example.startsWith('vary') ? 2 : 1);
    },
  );

  it('has the example of a key in its own row', () => {
    for (const { names, example } of rows) {
      if (names.length > 0) expect(example).toMatch(new RegExp(`\\b(${names.join('|')})\\b`));
    }
  });
});
