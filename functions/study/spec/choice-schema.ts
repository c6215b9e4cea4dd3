import { z } from 'zod';
import { degrees, LARGEST, law, list, number, positive, record, vector } from './schema-parts.ts';

const MOST_COEFFICIENTS = 20;

const named = z.enum(['logit', 'probit'], 'logit, probit, or an object with law');

const noiseLaws = [
  record({ law: law('logit', 'Standard logistic noise: P(Y = 1 | x, beta) = 1 / (1 + exp(-x.beta)).') }),
  record({ law: law('probit', 'Standard normal noise.') }),
  record({
    law: law('logistic', 'Logistic noise of any scale.'),
    scale: positive
      .describe('Factor of a standard logistic variable. Default: 1, which is logit.')
      .optional(),
  }),
  record({
    law: law('student', 'Noise with heavy tails.'),
    degrees: degrees.describe('Degrees of freedom.'),
    scale: positive.describe('Factor of the Student variable. Default: 1.').optional(),
  }),
] as const;

const noise = z.union(
  [named, z.discriminatedUnion('law', noiseLaws, 'an object with law: logit, probit, logistic or student')],
  'logit, probit, or an object with law: logit, probit, logistic or student',
);

/** How a user chooses, as written. */
export const choiceSchema = z.union(
  [
    named,
    z.discriminatedUnion(
      'law',
      [
        ...noiseLaws,
        record({
          law: law('heteroskedastic', 'Noise V * (c0 + c1 s + c2 s^2 + ...) with s = x.along.'),
          base: noise.describe('The law of V: logit, probit, logistic or student.'),
          along: vector.describe('The direction in which the noise varies, one number a feature; not zero.'),
          polynomial: list(
            number(-LARGEST, LARGEST),
            [1, MOST_COEFFICIENTS],
            'coefficients c0, c1, ...',
          ).describe('Coefficients c0, c1, ... of the noise; all zero makes choices without noise.'),
        }),
      ],
      'an object with law: logit, probit, logistic, student or heteroskedastic',
    ),
  ],
  'logit, probit, or an object with law: logit, probit, logistic, student or heteroskedastic',
);

export type ChoiceFile = z.infer<typeof choiceSchema>;
export type NoiseFile = z.infer<typeof noise>;
