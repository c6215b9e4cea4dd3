import type { Interval } from '../../kernels/inference/percentile-interval.ts';
import { DEGREES } from '../../results/charts/numbers.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import type { Agreement } from './agreement.ts';
import type { DataFit } from './data-fit.ts';
import { differenceSentence } from './fit-sentence.ts';
import { shares } from './original-units.ts';
import type { PairedDifference } from './paired-difference.ts';
import type { Symmetry } from './symmetry.ts';
import { type SymmetryObject, symmetryObject } from './symmetry-json.ts';

/** One object an estimator, as `signbench fit --json` prints them. What does not apply is null. */
export interface FitObject {
  readonly estimator: string;
  readonly n: number;
  readonly d: number;
  /** Unit vector in the units of the file, by feature. */
  readonly direction: Readonly<Record<string, number>> | null;
  /** Comparisons told rightly. */
  readonly score: number | null;
  readonly status: DataFit['status'];
  /** No direction tells more comparisons rightly than this. */
  readonly bound: number | null;
  readonly gap: number | null;
  readonly proven: boolean | null;
  readonly nodes: number | null;
  readonly seconds: number;
  readonly objective: number | null;
  readonly diagnostics: Readonly<Record<string, number>>;
  /** Of each coefficient of the direction, where intervals were asked for; null where the data give none. */
  readonly interval?: Readonly<Record<string, readonly [number, number]>> | null;
  /** How the interval was made. */
  readonly method?: string;
  /** Intervals of the shares of the direction, features scaled to the same spread, as the picture shows them. */
  readonly shareInterval?: Readonly<Record<string, readonly [number, number]>> | null;
  /** Shares of the direction, features scaled to the same spread. */
  readonly shares: Readonly<Record<string, number>> | null;
  /** How far it is from each other estimator that has an answer. */
  readonly agreement: readonly AgreementObject[];
  /** Whether tastes are symmetric, the same for all estimators; null where nobody says who chose, or it was not asked. */
  readonly symmetry: SymmetryObject | null;
}

/** Two directions, and with intervals whether they differ beyond noise. */
interface AgreementObject {
  readonly with: string;
  /** Between the directions in the units of the file, in degrees. */
  readonly angleDeg: number;
  /** With features scaled to the same spread. */
  readonly scaledAngleDeg: number;
  /** Share of the comparisons told differently. */
  readonly disagreement: number;
  /** Absent without intervals, and but for the first two estimators. */
  readonly difference?: DifferenceObject;
}

interface DifferenceObject {
  readonly level: number;
  readonly scaledAngleIntervalDeg: readonly [number, number];
  readonly disagreementInterval: readonly [number, number];
  /** Length of the difference of the shares, and what noise exceeds in 1 - level of samples. */
  readonly distance: number;
  readonly noise: number;
  readonly beyondNoise: boolean;
  readonly pValue: number;
  /** Of each coefficient, this estimator's less the other's. */
  readonly interval: Readonly<Record<string, readonly [number, number]>>;
  readonly draws: number;
  readonly size: number;
  readonly sentence: string;
}

/** What is said of all estimators together. */
export interface FitContext {
  readonly agreements: readonly Agreement[];
  readonly difference: PairedDifference | null;
  readonly level: number;
  readonly symmetry: Symmetry | null;
}

export function fitObject(data: ChoiceData, fit: DataFit, context: FitContext): FitObject {
  const {
    names,
    comparisons: { n, d },
  } = data;
  const { spec, status, direction, score, seconds, objective, diagnostics } = fit;
  const own = fit.fitted === null ? new Float64Array(d) : shares(fit.fitted, data);
  const known = (name: string): number | null => finite(diagnostics[name]);
  const bound = known('correctBound');
  const proven = known('proven');
  return {
    estimator: spec.id,
    n,
    d,
    direction: direction && Object.fromEntries(names.map((name, j) => [name, direction[j]])),
    score,
    status,
    bound,
    gap: bound === null || score === null ? null : bound - score,
    proven: proven === null ? null : proven === 1,
    nodes: known('nodes'),
    seconds,
    objective,
    diagnostics,
    ...intervalFields(names, fit),
    shares: fit.fitted && byFeature(names, (j) => own[j]),
    agreement: agreementObjects(names, spec.id, context),
    symmetry: context.symmetry && symmetryObject(context.symmetry),
  };
}

function intervalFields(
  names: readonly string[],
  { uncertainty }: DataFit,
): Pick<FitObject, 'interval' | 'method' | 'shareInterval'> {
  if (uncertainty === undefined) return {};
  const { method, intervals, shareIntervals } = uncertainty;
  return {
    method,
    interval: intervals && byFeature(names, (j) => ends(intervals[j])),
    shareInterval: shareIntervals && byFeature(names, (j) => ends(shareIntervals[j])),
  };
}

function agreementObjects(
  names: readonly string[],
  id: string,
  context: FitContext,
): readonly AgreementObject[] {
  return context.agreements
    .filter(({ a, b }) => a === id || b === id)
    .map(({ a, b, angle, scaledAngle, disagreement }) => ({
      with: a === id ? b : a,
      angleDeg: DEGREES * angle,
      scaledAngleDeg: DEGREES * scaledAngle,
      disagreement,
      ...differenceField(names, { a, b, isFirst: a === id }, context),
    }));
}

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly isFirst: boolean;
}

function differenceField(
  names: readonly string[],
  { a, b, isFirst }: Pair,
  { difference, level }: FitContext,
): Pick<AgreementObject, 'difference'> {
  if (difference === null || difference.a !== a || difference.b !== b) return {};
  const { distance, noise, pValue, intervals, draws, size, angleInterval, disagreementInterval } = difference;
  return {
    difference: {
      level,
      scaledAngleIntervalDeg: [DEGREES * angleInterval.lower, DEGREES * angleInterval.upper],
      disagreementInterval: ends(disagreementInterval),
      distance,
      noise,
      beyondNoise: distance > noise,
      pValue,
      interval: byFeature(names, (j): readonly [number, number] =>
        isFirst ? ends(intervals[j]) : [-intervals[j].upper, -intervals[j].lower],
      ),
      draws,
      size,
      sentence: differenceSentence(names, difference, level),
    },
  };
}

const byFeature = <T>(names: readonly string[], of: (j: number) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.map((name, j) => [name, of(j)]));

const ends = ({ lower, upper }: Interval): readonly [number, number] => [lower, upper];

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
