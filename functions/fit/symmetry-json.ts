import { DEGREES } from '../../results/charts/numbers.ts';
import type { Symmetry, SymmetryDirection } from './symmetry.ts';
import { symmetrySentence } from './symmetry-text.ts';

/** The symmetry of tastes, as `signbench fit --json` prints it. Angles in degrees end in `Deg`. */
export interface SymmetryObject {
  readonly status: Symmetry['status'];
  readonly sentence: string;
  readonly choosers: number | null;
  readonly situations: number | null;
  readonly level: number | null;
  /** Of all directions together. */
  readonly pValue: number | null;
  readonly directions: readonly SymmetryDirectionObject[];
  readonly untold: readonly string[];
}

interface SymmetryDirectionObject {
  readonly name: string;
  /** A unit vector by feature, features scaled to the same spread. */
  readonly features: Readonly<Record<string, number>>;
  readonly spread: number;
  readonly reliability: number;
  readonly skewness: number;
  readonly interval: readonly [number, number];
  readonly pValue: number;
  readonly adjustedPValue: number;
  readonly turnDeg: number | null;
  readonly turnIntervalDeg: readonly [number, number] | null;
}

export function symmetryObject(symmetry: Symmetry, names: readonly string[]): SymmetryObject {
  const sentence = symmetrySentence(symmetry, names);
  if (symmetry.status === 'not-judged') {
    const none = { choosers: null, situations: null, level: null, pValue: null, directions: [], untold: [] };
    return { status: symmetry.status, sentence, ...none };
  }
  const { choosers, situations, level, pValue, directions, untold } = symmetry.judged;
  return {
    status: symmetry.status,
    sentence,
    choosers,
    situations,
    level,
    pValue,
    directions: directions.map((one) => directionObject(one, names)),
    untold,
  };
}

function directionObject(one: SymmetryDirection, names: readonly string[]): SymmetryDirectionObject {
  const { name, features, spread, reliability, skewness, interval, pValue, adjusted, turn, turnInterval } =
    one;
  return {
    name,
    features: Object.fromEntries(names.map((feature, j) => [feature, features[j]])),
    spread,
    reliability,
    skewness,
    interval: [interval.lower, interval.upper],
    pValue,
    adjustedPValue: adjusted,
    turnDeg: turn === null ? null : DEGREES * turn,
    turnIntervalDeg: turnInterval && [DEGREES * turnInterval.lower, DEGREES * turnInterval.upper],
  };
}
