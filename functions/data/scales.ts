import { INTERCEPT } from './binary-format.ts';
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
  for (const [j, name] of names.entries()) {
    if (hasIntercept && j === names.length - 1) continue;
    const mean = format === 'binary' ? meanOf(n, (i) => value(i, j)) : 0;
    const squares = sumOf(n, (i) => (value(i, j) - mean) * (value(i, j) - mean));
    if (!(squares > 0) || isConstant(n, (i) => value(i, j))) throw new DataError(constant(name, format));
    spread[j] = Math.sqrt(squares / (format === 'binary' ? Math.max(1, n - 1) : n));
    if (hasIntercept) centre[j] = mean;
  }
  return { centre, spread };
}

function constant(name: string, format: ChoiceRequest['format']): string {
  if (format !== 'binary') {
    return `has a feature ${name} that never differs between the things compared; leave it out with --features.`;
  }
  return `has the same value in every row of column ${name}; leave it out with --features${
    name === INTERCEPT ? '' : ', and ask for a constant by --intercept'
  }.`;
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
