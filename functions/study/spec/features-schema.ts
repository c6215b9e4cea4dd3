import { z } from 'zod';
import {
  degrees,
  integer,
  LARGEST,
  law,
  list,
  MOST_FEATURES,
  matrix,
  number,
  positive,
  record,
  text,
} from './schema-parts.ts';

const LARGEST_EXPONENT = 10;

const dimension = integer(2, MOST_FEATURES).describe('Number of features d.');
const anyNumber = number(-LARGEST, LARGEST);

const column = z.discriminatedUnion(
  'law',
  [
    record({
      law: law('normal', 'A normal column.'),
      mean: anyNumber.describe('Its mean. Default: 0.').optional(),
      sd: number(0, LARGEST)
        .describe('Its standard deviation; 0 makes a constant column. Default: 1.')
        .optional(),
    }),
    record({
      law: law('uniform', 'A column uniform between two numbers.'),
      low: anyNumber.describe('Its least value. Default: -1.').optional(),
      high: anyNumber.describe('Its greatest value. Default: 1.').optional(),
    }),
    record({
      law: law('student', 'A column with heavy tails: location + scale * T.'),
      degrees: degrees.describe('Degrees of freedom of T.'),
      location: anyNumber.describe('Its centre. Default: 0.').optional(),
      scale: positive.describe('Factor of T. Default: 1.').optional(),
    }),
  ],
  'an object with law: normal, uniform or student',
);

/** The law of the feature differences as written. */
export const featuresSchema = z.discriminatedUnion(
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
      law: law('power', 'Features are independent and normal, the j-th with variance j^-exponent.'),
      dimension,
      exponent: number(-LARGEST_EXPONENT, LARGEST_EXPONENT).describe('How fast the variances fall with j.'),
    }),
    record({
      law: law('sphere', 'Features are uniform on the unit sphere; the circle for d = 2.'),
      dimension,
    }),
    record({ law: law('box', 'Features are independent and uniform on [-1, 1].'), dimension }),
    record({
      law: law(
        'student',
        'Features have heavy tails: multivariate Student, standard normal / sqrt(chi^2 / degrees).',
      ),
      dimension,
      degrees: degrees.describe('Degrees of freedom, one draw of chi^2 for all features of a comparison.'),
    }),
    record({
      law: law('independent', 'Features are independent, each with a law of its own.'),
      columns: list(column, [2, MOST_FEATURES], 'columns').describe(
        'The law of each feature; as many as there are features.',
      ),
    }),
    record({
      law: law('file', 'Features are rows of a table, drawn at random with replacement.'),
      path: text(1, 1000).describe(
        'The table, relative to the study file: a CSV with a header and one numeric row a feature difference, or a .npy.',
      ),
    }),
  ],
  'an object with law: gaussian, power, sphere, box, student, independent or file',
);

export type FeaturesFile = z.infer<typeof featuresSchema>;
export type ColumnFile = z.infer<typeof column>;
