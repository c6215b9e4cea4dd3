import type { ColumnLaw, FeaturesLaw, UsersLaw } from '../../kernels/populations/population.ts';
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
export const countWord = (count: number): string => COUNTS[count] ?? grouped(count);

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
    case 'gamma':
      return users.skew === 0
        ? 'users whose tastes spread like a bell in one direction'
        : 'users whose tastes spread in one direction, further to one side';
    default:
      return users satisfies never;
  }
}

/** The law of tastes in one sentence with its numbers, and another where users answer more than once. */
export function usersSentence(users: UsersLaw): string {
  const law = tastesSentence(users);
  if (users.panel === undefined) return law;
  return `${law} Each user answers ${countWord(users.panel.labelsPerUser)} comparisons with one taste.`;
}

function tastesSentence(users: UsersLaw): string {
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
    case 'gamma': {
      const { mean, along, skew, scale } = users;
      const shape = skew === 0 ? 'normally' : `like a Gamma variable of skewness ${number(skew)},`;
      return `Tastes spread ${shape} along ${vector(along)} with standard deviation ${number(scale)}; their mean is ${vector(mean)}.`;
    }
    default:
      return users satisfies never;
  }
}

/** The law of the features as a sentence; powers as `prose` raises them. */
export const featuresSentence = (features: FeaturesLaw): string =>
  `${featuresPhrase(features)}, independent of the user.`;

function featuresPhrase(features: FeaturesLaw): string {
  const dimensions = `in ${countWord(features.dimension)} dimensions`;
  switch (features.law) {
    case 'gaussian':
      return features.covariance === null
        ? `Standard normal ${dimensions}`
        : `Normal ${dimensions} with covariance ${matrix(features.covariance)}`;
    case 'power':
      return `Normal ${dimensions}, the j-th with variance j^(${Number((-features.exponent).toPrecision(6))})`;
    case 'sphere':
      return features.dimension === 2
        ? 'Uniform on the unit circle'
        : `Uniform on the unit sphere ${dimensions}`;
    case 'box':
      return `Uniform ${dimensions}, each from ${number(-1)} to 1`;
    case 'student':
      return `Student with ${degreesText(features.degrees)} ${dimensions}, all of them large together`;
    case 'independent':
      return `Independent columns: ${listed(firstOf(features.columns.map(columnPhrase)))}`;
    case 'file':
      return `Drawn at random, with replacement, from the ${grouped(features.rows)} rows of ${features.path}, which has ${countWord(features.dimension)} columns`;
    default:
      return features satisfies never;
  }
}

function columnPhrase(column: ColumnLaw): string {
  switch (column.law) {
    case 'normal':
      return column.sd === 0
        ? `the constant ${number(column.mean)}`
        : `normal with mean ${number(column.mean)} and standard deviation ${number(column.sd)}`;
    case 'uniform':
      return `uniform from ${number(column.low)} to ${number(column.high)}`;
    case 'student':
      return `${timesText(column.scale)}a Student variable with ${degreesText(column.degrees)} around ${number(column.location)}`;
    default:
      return column satisfies never;
  }
}

/** `2 times `; nothing for the factor 1. */
export const timesText = (factor: number): string => (factor === 1 ? '' : `${number(factor)} times `);

export const degreesText = (degrees: number): string =>
  `${number(degrees)} degree${degrees === 1 ? '' : 's'} of freedom`;

/** The first four of many, and how many there are. */
const firstOf = (items: readonly string[]): readonly string[] =>
  items.length > 6 ? [...items.slice(0, 4), `${items.length - 4} more`] : items;

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;

/** Escaped text of a user in which n^(-1/3) is raised, with a true minus sign. */
export const prose = (text: string): string =>
  escaped(text).replace(/\^(?:\(([-\u2212\d./]+)\)|(-?[\d./]*\d))/g, (_, inside?: string, plain?: string) => {
    return `<sup>${minus(inside ?? plain ?? '')}</sup>`;
  });

/** A sentence begins with a capital. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A number with at most six digits and a true minus sign. */
export const number = (value: number): string => minus(String(Number(value.toPrecision(6))));

/** A vector in parentheses; of a long one the first four coordinates and how many there are. */
export function vector(values: readonly number[]): string {
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
