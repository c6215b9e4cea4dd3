import type { ValueOf } from './choice-data.ts';
import type { ChoiceRequest } from './choice-request.ts';
import { DataError } from './data-error.ts';

/** Where each feature lies and how far it spreads. */
export interface Scales {
  /** Means where there is an intercept that takes them up; else 0. */
  readonly centre: Float64Array;
  /** Standard deviation with n - 1 in a file of single choices; root mean square of differences otherwise. */
  readonly spread: Float64Array;
}

/** Columns named in one sentence. */
const NAMED = 12;

export interface Measured {
  readonly n: number;
  readonly names: readonly string[];
  readonly value: ValueOf;
  readonly format: ChoiceRequest['format'];
  readonly hasIntercept: boolean;
}

/** Means and spreads of the features. Throws DataError for a feature that does not vary. */
export function columnScales({ n, names, value, format, hasIntercept }: Measured): Scales {
  const centre = new Float64Array(names.length);
  const spread = new Float64Array(names.length).fill(1);
  const constants: string[] = [];
  for (const [j, name] of names.entries()) {
    if (hasIntercept && j === names.length - 1) continue;
    // Squares of very small numbers would vanish; a power of two takes nothing from them.
    const power = powerFor(n, (i) => value(i, j));
    const at = (i: number): number => value(i, j) / power;
    const mean = format === 'binary' ? meanOf(n, at) : 0;
    const squares = sumOf(n, (i) => (at(i) - mean) * (at(i) - mean));
    // A difference that is the same in all rows, as of what stands first, still says something.
    if (!(squares > 0) || (format === 'binary' && isConstant(n, at))) constants.push(name);
    spread[j] = power * Math.sqrt(squares / (format === 'binary' ? Math.max(1, n - 1) : n));
    if (hasIntercept) centre[j] = power * mean;
  }
  if (constants.length > 0) throw new DataError(constant(constants, format));
  return { centre, spread };
}

function constant(names: readonly string[], format: ChoiceRequest['format']): string {
  const [name] = names;
  const named = names.slice(0, NAMED).join(', ');
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const leave = `leave ${names.length === 1 ? 'it' : 'them'} out with --without ${names.join(',')}`;
  if (format === 'binary') {
    return names.length === 1
      ? `has the same value in every row of column ${name}; ${leave}, and ask for a constant by --intercept.`
      : `has the same value in every row of each of the columns ${named}${more}; ${leave}, and ask for a constant by --intercept.`;
  }
  return names.length === 1
    ? `has a feature ${name} that never differs between the things compared, so that choices say nothing of it; ${leave}.`
    : `has features that never differ between the things compared, so that choices say nothing of them: ${named}${more}; ${leave}.`;
}

function isConstant(n: number, at: (i: number) => number): boolean {
  const first = at(0);
  for (let i = 1; i < n; i++) if (at(i) !== first) return false;
  return n > 1 || first === 0;
}

const meanOf = (n: number, at: (i: number) => number): number => sumOf(n, at) / n;

function sumOf(n: number, at: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += at(i);
  return sum;
}

/** Columns with values no larger than this are measured in a power of two. */
const SMALL = 1e-100;

function powerFor(n: number, at: (i: number) => number): number {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(at(i)));
  return most > SMALL || most === 0 ? 1 : powerOfTwo(most);
}

/** Spreads further apart than this factor lose digits in an estimator that adds columns up. */
const FAR_APART = 1e8;

/**
 * What features are divided by before a fit, where they are not standardised: 1, or where spreads are very far apart, the power of two at or
 * below each spread. That is exact, so that no tie is lost, and it is undone in every direction that is shown.
 */
export function divisorsFor({ spread }: Scales): Float64Array {
  const least = spread.reduce((found, value) => Math.min(found, value), Number.POSITIVE_INFINITY);
  const most = spread.reduce((found, value) => Math.max(found, value), 0);
  const isFar = most > FAR_APART * least || most > 1e50 || least < 1e-50;
  return isFar ? spread.map(powerOfTwo) : new Float64Array(spread.length).fill(1);
}

/** The largest power of two that is not above x > 0, 2^-1022 at least. */
function powerOfTwo(x: number): number {
  const number = Float64Array.of(x);
  const bits = new Uint32Array(number.buffer);
  bits[0] = 0;
  bits[1] = Math.max(1 << 20, bits[1] & 0x7ff00000);
  return number[0];
}
