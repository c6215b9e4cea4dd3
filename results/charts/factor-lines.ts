import { type Prediction, rlhfRms, signRms } from '../../theory/prediction.ts';
import type { MeasureName } from '../summary.ts';
import type { FactorAxis, PlacedCell } from './factor-axis.ts';
import type { Shown } from './main-measure.ts';
import { DEGREES } from './numbers.ts';
import type { LinePoint } from './predicted-lines.ts';
import type { Predict } from './predictions.ts';
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
  const predictedKinds = new Set<string>();
  return seriesOf(cells[0].part.summary, shown.measure).map((series): Line => {
    const points = placed.flatMap(({ level, cell }) => {
      const found = cell.estimators.find(({ id }) => id === series.id);
      return found === undefined ? [] : pointOf(level, found, shown.measure);
    });
    const first = !predictedKinds.has(series.kind);
    predictedKinds.add(series.kind);
    const theory = !first
      ? []
      : placed.flatMap(({ level, part, cell }): readonly LinePoint[] => {
          const prediction = predict(part.summary.study.scenarios[0].population);
          const value = predictedValue(prediction, series.kind, { measure: shown.measure, n: cell.n });
          return value === null ? [] : [{ n: level, value: value * DEGREES }];
        });
    return { series: { ...series, points }, theory: theory.toSorted((a, b) => a.n - b.n) };
  });
}

/** Radians; null where theory does not know. */
function predictedValue(
  prediction: Prediction | null,
  kind: string,
  { measure, n }: { readonly measure: MeasureName; readonly n: number },
): number | null {
  const { sign, rlhf } = prediction ?? { sign: null, rlhf: null };
  if (measure === 'signedAngle')
    return (kind === 'sign' ? sign?.bias : kind === 'rlhf' ? rlhf?.bias : null) ?? null;
  if (measure !== 'rmsAngle') return null;
  if (kind === 'sign') return sign === null ? null : signRms(sign, n);
  return kind === 'rlhf' && rlhf !== null ? rlhfRms(rlhf, n) : null;
}
