import { z } from 'zod';
import { KEPT, UNTIL_MEASURES } from '../study.ts';
import { choiceSchema } from './choice-schema.ts';
import { alphaSchema, claimsSchema } from './claims-schema.ts';
import { estimatorSchema } from './estimators/schema.ts';
import { featuresSchema } from './features-schema.ts';
import { integer, list, number, record, text } from './schema-parts.ts';
import { usersSchema } from './users-schema.ts';
import { varySchema } from './vary.ts';

const MOST_ROWS = 100_000_000;
const MOST_REPLICATES = 100_000_000;
const MOST_SIZES = 1000;

const population = record({
  features: featuresSchema.describe('Law of the feature difference x of the two items compared.'),
  users: usersSchema.describe('Law of the taste beta of a fresh user.'),
  choice: choiceSchema
    .describe('Law of the noise V in a choice, Y = 1 where x.beta + V >= 0. Default: logit.')
    .optional(),
  normalise: z
    .literal('first', 'first')
    .describe(
      'first: coefficients are relative to the first, fixed at 1; estimates have a positive first coordinate, and errors of b = theta_2 / theta_1 are reported too.',
    )
    .optional(),
});

const size = integer(1, MOST_ROWS);
const sampleSizes = z
  .union(
    [
      list(size, [1, MOST_SIZES], 'sample sizes'),
      record({
        from: size.describe('Smallest sample size.'),
        to: size.describe('Largest sample size.'),
        perDecade: integer(1, 20).describe(
          'Sizes a decade: round(10^(k / perDecade)) for every k in the range.',
        ),
      }),
    ],
    `a list of 1 to ${MOST_SIZES} sample sizes, or an object with from, to and perDecade`,
  )
  .describe('Numbers of comparisons n: a list, or {from, to, perDecade}.');

const count = integer(1, MOST_REPLICATES);
const counts = z.union(
  [count, list(count, [1, MOST_SIZES], 'integers, one a sample size')],
  `an integer from 1 to ${MOST_REPLICATES}, or a list of them, one a sample size`,
);
const until = record({
  measure: z
    .enum(UNTIL_MEASURES, UNTIL_MEASURES.join(', '))
    .describe('The measure that must be known well enough, for every estimator.'),
  relativeMcse: number(1e-5, 1).describe(
    'Its Monte Carlo standard error, as a share of its value, at which a cell has enough data sets.',
  ),
}).describe('Stops a cell at the first look, min * 2^(k - 1) data sets, at which this holds.');
const replicates = z
  .union(
    [
      count,
      list(count, [1, MOST_SIZES], 'integers, one a sample size'),
      record({
        min: counts.describe('Data sets at the first look: one number, or one a sample size.'),
        max: counts.describe('Data sets at most: one number, or one a sample size.'),
        until: until.optional(),
      }),
    ],
    `an integer from 1 to ${MOST_REPLICATES}, a list of them, one a sample size, or an object with min, max and until`,
  )
  .describe('Data sets drawn: one number, one a sample size, or {min, max, until}.');

const NAME_ALLOWED = 'up to 64 lower-case letters and digits in words joined by hyphens, such as two-types';

/** The study file as its author writes it: shapes and ranges; what must go together is checked after it. */
export const studySchema = record({
  name: z
    .string(NAME_ALLOWED)
    .max(64, NAME_ALLOWED)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, NAME_ALLOWED)
    .describe('Name of the study: lower-case words joined by hyphens.'),
  title: text(1, 200).describe('Title of the report. Default: the name.').optional(),
  aim: text(0, 2000).describe('The question the study answers. Default: empty.').optional(),
  seed: integer(0, Number.MAX_SAFE_INTEGER).describe(
    'Decides all random numbers, with the population and n.',
  ),
  population: population.describe('What generates one comparison.'),
  estimators: list(estimatorSchema, [1, 100], 'estimators').describe(
    'Estimators to compare on the same data: a kind (sign, rlhf), or an object with id, kind and options.',
  ),
  sampleSizes,
  replicates,
  keep: z
    .enum(KEPT, KEPT.join(', '))
    .describe(
      'What is stored of a block of data sets: replicates, every fit, or summaries, the sums and counts that every measure and claim is computed from. Default: replicates.',
    )
    .optional(),
  vary: varySchema.optional(),
  claims: claimsSchema.optional(),
  alpha: alphaSchema.optional(),
  profiles: record({
    quick: record({ sampleSizes: sampleSizes.optional(), replicates: replicates.optional() })
      .describe('A faster version of the study: overrides sampleSizes, replicates or both.')
      .optional(),
  })
    .describe('Versions of the study; the file itself is the profile full.')
    .optional(),
});

export type StudyFile = z.infer<typeof studySchema>;
export type PopulationFile = StudyFile['population'];
export type SampleSizesFile = StudyFile['sampleSizes'];
export type ReplicatesFile = StudyFile['replicates'];
