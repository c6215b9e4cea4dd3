import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runProgram } from '../../functions/cli/program.ts';
import { captureHost } from '../support/captured-host.ts';
import { startSignbench } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const TIMEOUT = { timeout: 240_000 };

/** A malformed study is answered in this time, the start of Node and a busy machine included. */
const PATIENCE_MS = 30_000;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const SOUND: { readonly [key: string]: Json } = {
  name: 'sound',
  seed: 1,
  population: {
    features: { law: 'gaussian', dimension: 2 },
    users: {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.5, 0.5],
    },
    choice: 'logit',
  },
  estimators: ['sign', 'rlhf'],
  sampleSizes: [100, 300],
  replicates: [100, 100],
};

/** Where something wrong is put; each of these is wrong for every value of WRONG. */
const PLACES: readonly (readonly (string | number)[])[] = [
  ['name'],
  ['seed'],
  ['population'],
  ['population', 'features'],
  ['population', 'features', 'law'],
  ['population', 'features', 'dimension'],
  ['population', 'users'],
  ['population', 'users', 'law'],
  ['population', 'users', 'types'],
  ['population', 'users', 'types', 0],
  ['population', 'users', 'types', 0, 1],
  ['population', 'users', 'weights'],
  ['population', 'users', 'weights', 1],
  ['population', 'choice'],
  ['estimators'],
  ['estimators', 0],
  ['sampleSizes'],
  ['sampleSizes', 1],
  ['replicates'],
  ['replicates', 0],
];

/** Text in flow style that no place of a study accepts. */
const WRONG: readonly string[] = [
  '.nan',
  '-.inf',
  '1e308',
  '-1e308',
  '1e999',
  'null',
  'true',
  '{}',
  '[]',
  '[[[[[[[[]]]]]]]]',
  '{law: {law: {law: gaussian}}}',
  '""',
  '"\\u0000\\uD800"',
  '{__proto__: {polluted: 1}}',
  '!!binary R0lGODlh',
  `"${'A'.repeat(5000)}"`,
  '2026-11-25T00:00:00Z',
  '0x7fffffffffffffffffff',
];

const written = (value: Json): string =>
  Array.isArray(value)
    ? `[${value.map(written).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{${Object.entries(value)
          .map(([key, one]) => `${key}: ${written(one)}`)
          .join(', ')}}`
      : String(value);

/** The sound study with this text in that place. */
function spoilt(value: Json, [step, ...rest]: readonly (string | number)[], text: string): string {
  if (step === undefined) return text;
  const parts = Object.entries(value ?? {}).map(([key, one]): readonly [string, string] => [
    key,
    key === String(step) ? spoilt(one, rest, text) : written(one),
  ]);
  return Array.isArray(value)
    ? `[${parts.map(([, one]) => one).join(', ')}]`
    : `{${parts.map(([key, one]) => `${key}: ${one}`).join(', ')}}`;
}

interface Answer {
  readonly code: number;
  readonly stderr: string;
  readonly stdout: string;
  readonly ms: number;
}

/** Runs the study of this text in this process, and says which files there are afterwards. */
async function answerTo(text: string): Promise<Answer & { readonly files: readonly string[] }> {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'study.yaml'), text);
  const { host, stdout, stderr } = captureHost();
  const start = performance.now();
  const code = await runProgram(['run', join(folder, 'study.yaml'), '--store', join(folder, 'store')], host);
  const ms = performance.now() - start;
  return { code, stdout: stdout(), stderr: stderr(), ms, files: await readdir(folder) };
}

function expectRefusal({ code, stderr, stdout, ms }: Answer, what: string): void {
  expect(code, `${what}: ${stderr.slice(0, 500)}`).toBe(2);
  expect(stdout, what).toBe('');
  expect(stderr, what).toMatch(/cannot be run:\n {2}line \d+, column \d+: /);
  expect(stderr, what).not.toMatch(/\n\s+at |unexpected error|RangeError|TypeError/);
  expect(stderr.length, what).toBeLessThan(20_000);
  expect(ms, what).toBeLessThan(PATIENCE_MS);
}

test('the study that is spoilt below is sound', async () => {
  const { host, stdout } = captureHost();
  const folder = temporaryFolder();
  await writeFile(join(folder, 'study.yaml'), written(SOUND));
  expect(await runProgram(['plan', join(folder, 'study.yaml'), '--json'], host)).toBe(0);
  expect(JSON.parse(stdout())).toMatchObject({ study: 'sound' });
});

test(
  'each of 360 wrong values in each place is refused in a sentence, and not even a folder is made',
  TIMEOUT,
  async () => {
    let refused = 0;
    for (const place of PLACES) {
      for (const wrong of WRONG) {
        const what = `${place.join('.')}: ${wrong.slice(0, 40)}`;
        const { files, ...answer } = await answerTo(spoilt(SOUND, place, wrong));
        expectRefusal(answer, what);
        expect(files, what).toEqual(['study.yaml']);
        refused++;
      }
    }
    expect(refused).toBe(PLACES.length * WRONG.length);
  },
);

test('two hundred studies with unknown keys anywhere are refused in a sentence', TIMEOUT, async () => {
  const objects: readonly (readonly string[])[] = [
    [],
    ['population'],
    ['population', 'features'],
    ['population', 'users'],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...objects),
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.jsonValue(),
      async (place, key, value) => {
        const extra = { [`x${key}`]: value };
        const at = (node: Json, [step, ...rest]: readonly string[]): Json =>
          step === undefined
            ? { ...Object(node), ...extra }
            : { ...Object(node), [step]: at(Object(node)[step], rest) };
        const { files, ...answer } = await answerTo(JSON.stringify(at(SOUND, place)));
        expectRefusal(answer, JSON.stringify(extra));
        expect(files).toEqual(['study.yaml']);
      },
    ),
    { seed: 20251028, numRuns: 200 },
  );
});

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + close.repeat(depth);

/** Aliases of aliases: a few lines that would be a billion values. */
const LAUGHS = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n');

const MONSTERS: Readonly<Record<string, () => string>> = {
  'ten megabytes of one string': () => `name: "${'A'.repeat(10_000_000)}"\n`,
  'ten megabytes of keys': () => Array.from({ length: 500_000 }, (_, i) => `key${i}: ${i}`).join('\n'),
  'ten megabytes of sample sizes': () => `sampleSizes: [${Array(3_000_000).fill('10').join(', ')}]\n`,
  'ten megabytes of zero bytes': () => '\0'.repeat(10_000_000),
  'a hundred thousand brackets': () => `name: ${nested(100_000, '[', ']')}\n`,
  'a hundred thousand braces': () => `name: ${nested(100_000, '{a: ', '}')}\n`,
  'ten thousand levels of blocks': () =>
    Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  'a billion laughs': () => LAUGHS,
  'an alias of itself': () => 'name: &a [*a]\npopulation: &p {users: *p}\n',
  'a merge of itself': () => 'name: x\npopulation: &p {<<: *p}\n',
  'two documents': () => 'name: a\n---\nname: b\n',
  'nothing at all': () => '',
  'a tag that would run code': () => 'name: !!js/function "function () { process.exit(7) }"\n',
};

test.each(Object.entries(MONSTERS))(
  '%s given to the built command is exit code 2 in a sentence',
  TIMEOUT,
  async (what, text) => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'study.yaml'), text());
    const start = performance.now();
    const run = startSignbench(['run', join(folder, 'study.yaml'), '--store', join(folder, 'store')]);
    const patience = setTimeout(() => run.process.kill('SIGKILL'), PATIENCE_MS);
    const { code, stdout, stderr } = await run.finished;
    clearTimeout(patience);
    expectRefusal({ code: code ?? -1, stdout, stderr, ms: performance.now() - start }, what);
    expect(await readdir(folder)).toEqual(['study.yaml']);
  },
);
