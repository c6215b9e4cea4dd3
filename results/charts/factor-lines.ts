import type { Expectation } from '../predictions/expectation.ts';
import type { Predict } from '../predictions/predict.ts';
import type { FactorAxis, PlacedCell } from './factor-axis.ts';
import type { Shown } from './main-measure.ts';
import { type LinePoint, predictedPoint } from './predicted-lines.ts';
import { pointOf, type Series, seriesOf } from './series.ts';

/** One estimator along the factor, with theory's values. */
export interface Line {
  readonly series: Series;
  readonly theory: readonly LinePoint[];
}

/** More dots along one axis touch each other. */
const MOST_LEVELS = 30;

/** Of so many cells along a factor every how many-th is drawn. */
export const stepOf = (cells: readonly PlacedCell[]): number => Math.ceil(cells.length / MOST_LEVELS);

/** Every k-th of many cells, in plan order. */
export function thinned(cells: readonly PlacedCell[]): readonly PlacedCell[] {
  const every = stepOf(cells);
  return cells.filter((_, i) => i % every === 0);
}

/** The measured values of every estimator along the factor, and what theory says at the same levels. */
export function linesOf(
  cells: readonly PlacedCell[],
  { at }: FactorAxis,
  { shown, predict }: { readonly shown: Shown; readonly predict: Predict },
): readonly Line[] {
  const placed = cells.flatMap(({ part, cell }) => {
    const level = part.levels[at];
    return typeof level === 'number' ? [{ level, part, cell }] : [];
  });
  return seriesOf(cells[0].part.summary, shown.measure).map((series): Line => {
    const points = placed.flatMap(({ level, cell }) => {
      const found = cell.estimators.find(({ id }) => id === series.id);
      return found === undefined ? [] : pointOf(level, found, shown.measure);
    });
    const theory = placed.flatMap(({ level, part, cell }): readonly LinePoint[] => {
      const expectation = predict(part.summary.study.scenarios[0])(series.id);
      const found = levelPoint(expectation, shown, cell.n);
      return found === null ? [] : [{ ...found, n: level }];
    });
    return { series: { ...series, points }, theory: theory.toSorted((a, b) => a.n - b.n) };
  });
}

/** An error at its n; of a bias what theory knows, its limit. */
function levelPoint(expectation: Expectation | null, shown: Shown, n: number): LinePoint | null {
  if (shown.measure !== 'signedAngle' && shown.measure !== 'bias')
    return predictedPoint(expectation, shown, n);
  const limit = expectation?.limit(shown.measure) ?? null;
  if (limit === null) return null;
  const value = limit * shown.scale;
  return { n, value, low: value, high: value };
}
