import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { mechanismHash } from '../../../../functions/study/mechanism.ts';
import type { FeatureFiles } from '../../../../functions/study/spec/feature-files.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { StudyError } from '../../../../functions/study/spec/study-error.ts';
import type { Study } from '../../../../functions/study/study.ts';
import { createArena } from '../../../../kernels/arena.ts';
import { createJsBackend } from '../../../../kernels/js/js-backend.ts';
import { meanDirection } from '../../../../kernels/populations/mean-taste.ts';
import type { Population } from '../../../../kernels/populations/population.ts';
import { createSampler } from '../../../../kernels/populations/sampler.ts';
import { RIGHT } from './study-text.ts';

/** Pieces that mean something to YAML or to a study, to insert where they do not belong. */
const PIECE = fc.constantFrom(
  ...[
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    '- ',
    '? ',
    '&a ',
    '*a',
    '!!str ',
    '|',
    '>',
    '"',
    "'",
    '#',
    '%',
    '---\n',
    '\n',
    '\t',
  ],
  ...[
    '  ',
    '.nan',
    '-.inf',
    '1e999',
    '-0',
    '0x1F',
    'null',
    '~',
    '<<: ',
    '__proto__: ',
    'law: ',
    '\0',
    '\uD800',
    '\u2028',
  ],
);

const mutation = fc.record({
  at: fc.nat(RIGHT.length),
  cut: fc.nat(12),
  insert: fc.oneof(PIECE, fc.string()),
});

const mutated = fc
  .array(mutation, { minLength: 1, maxLength: 4 })
  .map((mutations) =>
    mutations.reduce((text, { at, cut, insert }) => text.slice(0, at) + insert + text.slice(at + cut), RIGHT),
  );

/** Any JSON value in the place of any part of a study. */
const misplaced = fc
  .record({
    key: fc.constantFrom(
      'name',
      'seed',
      'population',
      'estimators',
      'sampleSizes',
      'replicates',
      'profiles',
      'title',
    ),
    value: fc.jsonValue(),
  })
  .map(
    ({ key, value }) =>
      `${RIGHT.replace(new RegExp(`^${key}:(.*\\n)( .*\\n)*`, 'm'), '')}${key}: ${JSON.stringify(value)}\n`,
  );

const TABLE = { rows: 9, dimension: 2, values: Float64Array.from({ length: 18 }, (_, i) => i % 7) };
const TABLES = new Map([['ab'.repeat(32), TABLE]]);
const FILES: FeatureFiles = (path) =>
  path.endsWith('.csv')
    ? { rows: 9, dimension: 2, sha256: 'ab'.repeat(32) }
    : { found: 'is none', allowed: 'a table' };

const panel = { labelsPerUser: 3 };
const USERS: readonly object[] = [
  { law: 'point', mean: [2, 0], panel },
  {
    law: 'gaussian',
    mean: [2, 0],
    covariance: [
      [4, 3],
      [3, 4],
    ],
    panel,
  },
  {
    law: 'mixture',
    types: [
      [3, 2],
      [1, -2],
    ],
    weights: [0.5, 0.5],
    panel,
  },
  { law: 'scale', direction: [1, 0], scales: [0.5, 4], weights: [0.75, 0.25], panel },
  { law: 'gamma', mean: [2, 0], along: [1, 2], skew: 2, scale: 4, panel },
];
const FEATURES: readonly object[] = [
  {
    law: 'gaussian',
    dimension: 2,
    covariance: [
      [1, 0.5],
      [0.5, 1],
    ],
  },
  { law: 'power', dimension: 2, exponent: 1 },
  { law: 'sphere', dimension: 2 },
  { law: 'box', dimension: 2 },
  { law: 'student', dimension: 2, degrees: 3 },
  {
    law: 'independent',
    columns: [
      { law: 'normal', mean: 1, sd: 0 },
      { law: 'uniform', low: 0, high: 1 },
    ],
  },
  { law: 'independent', columns: [{ law: 'student', degrees: 3, location: 0, scale: 1 }, { law: 'normal' }] },
  { law: 'file', path: 'rows.csv' },
];
const CHOICES: readonly unknown[] = [
  'probit',
  { law: 'logistic', scale: 2 },
  { law: 'student', degrees: 3, scale: 2 },
  { law: 'heteroskedastic', base: 'logit', along: [1, 1], polynomial: [0, 1] },
  { law: 'heteroskedastic', base: { law: 'student', degrees: 1 }, along: [1, 1], polynomial: [1, 1] },
];

const population = fc.record({
  users: fc.constantFrom(...USERS),
  features: fc.constantFrom(...FEATURES),
  choice: fc.constantFrom(...CHOICES),
  normalise: fc.constantFrom('first', undefined),
});

let deep: unknown = 1;
for (let level = 0; level < 25; level++) deep = level % 2 === 0 ? [deep] : { law: deep };

/** What may stand in place of any part, `GONE` for nothing. */
const GONE = Symbol('gone');
const JUNK = fc.oneof(
  fc.constantFrom<unknown>(
    ...[GONE, Number.NaN, Number.POSITIVE_INFINITY, 1e308, -1e308, 5e-324, -0, 0, 1, 2, -1, 1e-12, 1e6],
    ...[
      '',
      'x',
      'rows.txt',
      'law',
      'point',
      'logit',
      'normal',
      'file',
      true,
      null,
      [],
      {},
      [[]],
      [0, 0],
      [{}],
      deep,
    ],
    ...[
      [1e-200, 0],
      [1, 2, 3],
      [Number.NaN, 1],
      { law: 'gamma' },
      { law: 'heteroskedastic' },
      { labelsPerUser: 1e9 },
    ],
  ),
  fc.jsonValue(),
);

/** A copy of a value in which the part that `steps` leads to, each step modulo what there is, is replaced. */
function broken(value: unknown, [step, ...rest]: readonly number[], junk: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return junk;
  const entries = Object.entries(value);
  if (entries.length === 0) return junk;
  const at = step % entries.length;
  const inner = broken(entries[at][1], rest, junk);
  const changed = entries.flatMap(([key, one], i) =>
    i !== at ? [[key, one]] : inner === GONE ? [] : [[key, inner]],
  );
  return Array.isArray(value) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
}

const change = fc.record({ steps: fc.array(fc.nat(30), { maxLength: 4 }), junk: JUNK });

/** A right study of any laws with some of its population's parts replaced. */
const brokenPopulation = fc
  .record({ population, changes: fc.array(change, { maxLength: 3 }) })
  .map(({ population: right, changes }) => {
    const wrong = changes.reduce<unknown>((value, { steps, junk }) => broken(value, steps, junk), right);
    const rest = {
      name: 'mine',
      seed: 1,
      estimators: ['sign', 'rlhf'],
      sampleSizes: [10, 20],
      replicates: 3,
    };
    return stringify(
      { ...rest, population: wrong === GONE ? null : wrong },
      { aliasDuplicateObjects: false },
    );
  });

function outcome(text: string): Study | StudyError {
  try {
    return parseStudy(text, 'mine.yaml', 'quick', FILES);
  } catch (error) {
    if (error instanceof StudyError) return error;
    throw error;
  }
}

const arena = createArena(createJsBackend());

/** Comparisons of one data set of three blocks. */
function drawn(population: Population): Float64Array {
  const release = arena.mark();
  const { sample, draw } = createSampler(arena, population, 24, TABLES);
  draw([1, 2], 3);
  const z = arena.backend.f64(sample.z, sample.blocks * 8 * sample.d).slice();
  release();
  return z;
}

describe('parseStudy answers any text with a study or with sentences', () => {
  it.each([
    ['a study with pieces cut out and put in', mutated],
    ['a study with any value in any place', misplaced],
    ['a study of any laws with values of any kind in their places', brokenPopulation],
    ['any text', fc.string({ maxLength: 200, unit: 'binary' })],
  ])('for %s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = outcome(text);
        if (!(result instanceof StudyError)) {
          for (const one of result.scenarios) {
            // Everything that was accepted has a hash and a target, and can be drawn.
            expect(drawn(one.population).every(Number.isFinite)).toBe(true);
            expect(mechanismHash({ ...one, seed: result.seed, n: 10 })).toHaveLength(64);
            expect(meanDirection(one.population)).toHaveLength(one.population.features.dimension);
          }
          return;
        }
        const lines = text.split('\n').length;
        expect(result.problems.length).toBeGreaterThan(0);
        expect(result.message).not.toMatch(/[\n\r]| at .*\.ts:/);
        for (const { line, column, sentence } of result.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(sentence).toMatch(/^line \d+, column \d+: .{8,}$/u);
        }
      }),
      { seed: 20251028, numRuns: 500 },
    );
  });
});
