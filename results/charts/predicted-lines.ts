import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import type { Expectation } from '../predictions/expectation.ts';
import type { Shown } from './main-measure.ts';
import type { Domain } from './ticks.ts';

/** A point of a theory line, in the unit of the measure shown, with how far it may be off. */
export interface LinePoint {
  readonly n: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Points of a line: one of theory's answers at finite n takes some milliseconds, and lines are smooth. */
const POINTS = 25;

/** A limit below this is rounding. */
const NONE = 1e-9;

/** Where the measure settles in its unit, as a size or, with its sign, where 0 has a place; null where theory does not know or the estimator reaches the target. */
export function limitShown(
  expectation: Expectation | null,
  { measure, scale }: Shown,
  asSize = true,
): number | null {
  const limit = expectation?.limit(measure) ?? null;
  if (limit === null || Math.abs(limit) < NONE) return null;
  return (asSize ? Math.abs(limit) : limit) * scale;
}

/** The predicted measure at one n; null where theory does not know it. */
export function predictedPoint(
  expectation: Expectation | null,
  { measure, scale }: Pick<Shown, 'measure' | 'scale'>,
  n: number,
): LinePoint | null {
  const found = expectation?.at(measure, n) ?? null;
  if (found === null) return null;
  const [value, error] = [found.value * scale, found.error * scale];
  return { n, value, low: value - error, high: value + error };
}

/** The predicted measure between two sizes, evenly in log n; empty where theory does not know it. */
export function predictedLine(
  expectation: Expectation | null,
  shown: Shown,
  { span: [low, high], points = POINTS }: { readonly span: Domain; readonly points?: number },
): readonly LinePoint[] {
  if (expectation === null) return [];
  return Array.from({ length: points }, (_, i) => low * exp((log(high / low) * i) / (points - 1))).flatMap(
    (n) => predictedPoint(expectation, shown, n) ?? [],
  );
}
