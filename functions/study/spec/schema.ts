import { z } from 'zod';
import { UNTIL_MEASURES } from '../study.ts';
import { keysPhrase } from './keys-phrase.ts';
import { varySchema } from './vary.ts';

/** Largest number a study may give to a taste, covariance or temperature. */
const LARGEST = 1_000_000;
const MOST_FEATURES = 4096;
const MOST_ROWS = 100_000_000;
const MOST_REPLICATES = 1_000_000;
const MOST_SIZES = 1000;

/** Object that refuses unknown keys and can name its own. */
function record<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, keysPhrase(Object.keys(shape)));
}

function number(least: number, most: number, allowed = `a number from ${least} to ${most}`) {
  return z.number(allowed).min(least, allowed).max(most, allowed);
}

function integer(least: number, most: number) {
  const allowed = `an integer from ${least} to ${most}`;
  return number(least, most, allowed).int(allowed);
}

function list<Item extends z.ZodType>(item: Item, [least, most]: readonly [number, number], of: string) {
  const allowed = `a list of ${least} to ${most} ${of}`;
  return z.array(item, allowed).min(least, allowed).max(most, allowed);
}

/** A title reaches terminals; white space is folded to single spaces. */
const UNPRINTABLE = /(?!\s)[\p{Cc}\p{Cf}\p{Cs}]/u;

function text(least: number, most: number) {
  const allowed = `printable text of ${least} to ${most} characters`;
  return z
    .string(allowed)
    .min(least, allowed)
    .max(most, allowed)
    .refine((written) => !UNPRINTABLE.test(written), allowed);
}

const law = <Name extends string>(name: Name, meaning: string) => z.literal(name, name).describe(meaning);

const positive = number(1e-9, LARGEST);
const vector = list(number(-LARGEST, LARGEST), [2, MOST_FEATURES], 'numbers, one a feature');
const matrix = list(vector, [2, MOST_FEATURES], 'rows');
const weights = list(number(0, 1), [1, MOST_FEATURES], 'numbers from 0 to 1 that sum to 1');
const dimension = integer(2, MOST_FEATURES).describe('Number of features d.');

const users = z.discriminatedUnion(
  'law',
  [
    record({
      law: law('point', 'Every user has the same taste.'),
      mean: vector.describe('The taste beta, one number a feature; not zero.'),
    }),
    record({
      law: law('gaussian', 'Tastes are normal.'),
      mean: vector.describe('Mean taste, one number a feature; not zero.'),
      covariance: matrix.describe(
        'Covariance of the taste, d rows of d numbers; symmetric, positive definite.',
      ),
    }),
    record({
      law: law('mixture', 'A few types of users.'),
      types: list(vector, [1, MOST_FEATURES], 'types').describe(
        'The taste of each type, one number a feature.',
      ),
      weights: weights.describe('Share of each type; they sum to 1.'),
    }),
    record({
      law: law('scale', 'One direction, several confidences: beta = scale * direction.'),
      direction: vector.describe('The common direction, one number a feature; not zero, of any length.'),
      scales: list(positive, [1, MOST_FEATURES], 'positive numbers').describe(
        'Confidence of each kind of user.',
      ),
      weights: weights.describe('Share of each confidence; they sum to 1.'),
    }),
  ],
  'an object with law: point, gaussian, mixture or scale',
);

const features = z.discriminatedUnion(
  'law',
  [
    record({
      law: law('gaussian', 'Features are normal with mean zero.'),
      dimension,
      covariance: matrix
        .describe(
          'Covariance of the features, d rows of d numbers; symmetric, positive definite. Default: identity.',
        )
        .optional(),
    }),
    record({
      law: law('sphere', 'Features are uniform on the unit sphere; the circle for d = 2.'),
      dimension,
    }),
  ],
  'an object with law: gaussian or sphere',
);

const population = record({
  features: features.describe('Law of the feature difference x of the two items compared.'),
  users: users.describe('Law of the taste beta of a fresh user.'),
  choice: z
    .literal('logit', 'logit')
    .describe('Choice noise: P(Y = 1 | x, beta) = 1 / (1 + exp(-x.beta)). Default: logit.')
    .optional(),
});

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ID_ALLOWED =
  'up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit';
const id = z
  .string(ID_ALLOWED)
  .regex(ID, ID_ALLOWED)
  .describe('Name in tables and pictures; unique in the study.');

const LAMBDA_ALLOWED = 'two positive numbers, the first not above the second';
const estimator = z.union(
  [
    z.enum(['sign', 'rlhf'], 'sign, rlhf, or an object with id and kind'),
    z.discriminatedUnion(
      'kind',
      [
        record({
          id,
          kind: law('sign', 'The sign estimator: maximises the mean of sign(s x.theta).'),
          solver: z
            .enum(['exact', 'anneal'], 'exact or anneal')
            .describe(
              'exact sweeps all arcs (d = 2 only); anneal climbs a smoothed score. Default: exact where d = 2.',
            )
            .optional(),
          lambda: z
            .tuple([positive, positive], LAMBDA_ALLOWED)
            .refine(([from, to]) => from <= to, LAMBDA_ALLOWED)
            .describe('anneal: temperature at the first and at the last step. Default: [1, 15].')
            .optional(),
          steps: integer(1, 100_000).describe('anneal: gradient steps. Default: 300.').optional(),
        }),
        record({ id, kind: law('rlhf', 'Logistic maximum likelihood (Bradley-Terry on features).') }),
      ],
      'an object with id and kind: sign or rlhf',
    ),
  ],
  'sign, rlhf, or an object with id and kind',
);

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
  estimators: list(estimator, [1, 100], 'estimators').describe(
    'Estimators to compare on the same data: a kind (sign, rlhf), or an object with id, kind and options.',
  ),
  sampleSizes,
  replicates,
  vary: varySchema.optional(),
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
export type EstimatorFile = StudyFile['estimators'][number];
export type SampleSizesFile = StudyFile['sampleSizes'];
export type ReplicatesFile = StudyFile['replicates'];
