import { z } from 'zod';
import {
  integer,
  LARGEST,
  law,
  list,
  MOST_FEATURES,
  matrix,
  number,
  positive,
  record,
  vector,
} from './schema-parts.ts';

const MOST_LABELS = 1_000_000;
/** Beyond it the law rests on users so rare (1 in 4 / skew^2) that no study would draw one. */
const LARGEST_SKEW = 1000;
const panel = record({
  labelsPerUser: integer(1, MOST_LABELS).describe('Comparisons that each user answers. Default: 1.'),
})
  .describe(
    'Panel data: users answer several comparisons, each user with one taste. Default: a fresh user for each.',
  )
  .optional();

const mean = vector.describe('Mean taste, one number a feature; not zero.');
const weights = list(number(0, 1), [1, MOST_FEATURES], 'numbers from 0 to 1 that sum to 1');

/** The law of the users' tastes as written. */
export const usersSchema = z.discriminatedUnion(
  'law',
  [
    record({
      law: law('point', 'Every user has the same taste.'),
      mean: vector.describe('The taste beta, one number a feature; not zero.'),
      panel,
    }),
    record({
      law: law('gaussian', 'Tastes are normal.'),
      mean,
      covariance: matrix.describe(
        'Covariance of the taste, d rows of d numbers; symmetric, positive definite.',
      ),
      panel,
    }),
    record({
      law: law('mixture', 'A few types of users.'),
      types: list(vector, [1, MOST_FEATURES], 'types').describe(
        'The taste of each type, one number a feature.',
      ),
      weights: weights.describe('Share of each type; they sum to 1.'),
      panel,
    }),
    record({
      law: law('scale', 'One direction, several confidences: beta = scale * direction.'),
      direction: vector.describe('The common direction, one number a feature; not zero, of any length.'),
      scales: list(positive, [1, MOST_FEATURES], 'positive numbers').describe(
        'Confidence of each kind of user.',
      ),
      weights: weights.describe('Share of each confidence; they sum to 1.'),
      panel,
    }),
    record({
      law: law(
        'gamma',
        'Tastes differ along one direction, skewed: beta = mean + scale * along / |along| * t.',
      ),
      mean,
      along: vector.describe(
        'The direction in which tastes differ, one number a feature; not zero, of any length.',
      ),
      skew: number(-LARGEST_SKEW, LARGEST_SKEW).describe(
        'Skewness of t, a Gamma variable of mean 0 and variance 1; 0 is the normal law.',
      ),
      scale: number(0, LARGEST).describe('Standard deviation of the taste along the direction.'),
      panel,
    }),
  ],
  'an object with law: point, gaussian, mixture, scale or gamma',
);

export type UsersFile = z.infer<typeof usersSchema>;
