import type { EstimatorSpec } from '../../functions/study/study.ts';
import type { FeaturesLaw, UsersLaw } from '../../kernels/populations/population.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped, minus } from '../charts/numbers.ts';

const COUNTS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A count as a word up to twelve, in digits beyond. */
const countWord = (count: number): string => COUNTS[count] ?? grouped(count);

/** A sample size as a headline says it: `a million`, `31,623`. */
export function sizeWord(n: number): string {
  const millions = n / 1e6;
  if (!Number.isInteger(millions)) return grouped(n);
  if (millions === 1) return 'a million';
  return millions === 100 ? 'a hundred million' : `${countWord(millions)} million`;
}

/** Who the users are, in a few words after `from`. */
export function usersPhrase(users: UsersLaw): string {
  switch (users.law) {
    case 'point':
      return 'users who all agree';
    case 'gaussian':
      return 'users whose tastes spread like a bell';
    case 'mixture':
      return users.types.length === 1
        ? 'users who all agree'
        : `${countWord(users.types.length)} kinds of users`;
    case 'scale':
      return 'users of one taste, some surer than others';
    default:
      return users satisfies never;
  }
}

/** The law of tastes as a sentence, with its numbers. */
export function usersSentence(users: UsersLaw): string {
  switch (users.law) {
    case 'point':
      return `Every user has the taste ${vector(users.mean)}.`;
    case 'gaussian':
      return `Tastes are Gaussian with mean ${vector(users.mean)} and covariance ${matrix(users.covariance)}.`;
    case 'mixture': {
      const types = users.types.map(
        (type, i) => `${percent(users.weights[i], users.weights)} have the taste ${vector(type)}`,
      );
      return `Of the users, ${listed(types)}.`;
    }
    case 'scale': {
      const types = users.scales.map(
        (scale, i) => `${percent(users.weights[i], users.weights)} at scale ${number(scale)}`,
      );
      return `All users share the direction ${vector(users.direction)}: ${listed(types)}.`;
    }
    default:
      return users satisfies never;
  }
}

/** The law of the features as a sentence. */
export function featuresSentence(features: FeaturesLaw): string {
  const { dimension } = features;
  switch (features.law) {
    case 'gaussian':
      return features.covariance === null
        ? `Standard normal in ${countWord(dimension)} dimensions, independent of the user.`
        : `Normal in ${countWord(dimension)} dimensions with covariance ${matrix(features.covariance)}, independent of the user.`;
    case 'sphere':
      return dimension === 2
        ? 'Uniform on the unit circle, independent of the user.'
        : `Uniform on the unit sphere in ${countWord(dimension)} dimensions, independent of the user.`;
    default:
      return features satisfies never;
  }
}

/** What an estimator does, after its name. */
export function estimatorSentence(estimator: EstimatorSpec): string {
  if (estimator.kind === 'rlhf') return 'logistic maximum likelihood, the fit behind RLHF, by Newton steps';
  return estimator.solver === 'exact'
    ? 'the direction that agrees with most choices, found exactly'
    : `the direction that agrees with most choices, approached by annealing from \u03bb = ${estimator.lambda.map(number).join(' to ')} in ${grouped(estimator.steps)} steps`;
}

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;

/** Escaped text of a user in which n^(-1/3) is raised, with a true minus sign. */
export const prose = (text: string): string =>
  escaped(text).replace(/\^(?:\(([-\d./]+)\)|(-?[\d./]*\d))/g, (_, inside?: string, plain?: string) => {
    return `<sup>${minus(inside ?? plain ?? '')}</sup>`;
  });

const number = (value: number): string => minus(String(Number(value.toPrecision(6))));

/** A vector in parentheses; of a long one the first four coordinates and how many there are. */
function vector(values: readonly number[]): string {
  const shown =
    values.length > 6
      ? [...values.slice(0, 4).map(number), `\u2026 ${values.length} in all`]
      : values.map(number);
  return `(${shown.join(', ')})`;
}

const matrix = (rows: readonly (readonly number[])[]): string =>
  rows.length > 4 ? `of ${rows.length} rows` : `[${rows.map(vector).join(', ')}]`;

function percent(weight: number, weights: readonly number[]): string {
  const total = weights.reduce((sum, value) => sum + value, 0);
  return `${number(Number(((100 * weight) / total).toPrecision(4)))} %`;
}
