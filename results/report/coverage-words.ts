import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { extent } from '../charts/extent.ts';
import { estimatorInProse, type Series, seriesOf } from '../charts/series.ts';
import { colourClass } from './headline-values.ts';
import { MOST_LISTED } from './spread-words.ts';
import { listed, number, sizeWord } from './words.ts';

/**
 * The headline of a study of intervals as HTML: in how many data sets those of each estimator hold the truth at the largest n. Null of
 * any other study: one that claims something else, or fits an estimator without an interval.
 */
export function coverageHeadline({ summary, parts }: Design): string | null {
  const { estimators } = summary.study.scenarios[0];
  const levels = new Set(estimators.map(({ interval }) => interval?.level));
  const [level] = levels;
  if (summary.claims.length > 0 || levels.size !== 1 || level === undefined) return null;
  if (estimators.length > MOST_LISTED) return null;
  const series = parts.map(({ summary: part }) => seriesOf(part, 'coverage'));
  const n = extent(series.flat().flatMap(({ points }) => points.map((point) => point.n)))?.[1];
  if (n === undefined) return null;
  const said = series[0].flatMap((one) => coverageOf(one, series.flat(), n) ?? []);
  if (said.length !== estimators.length) return null;
  return `With ${sizeWord(n)} comparisons intervals at ${number(100 * level)} % hold the truth in ${listed(said)} of data sets.`;
}

/** `94.5 % to 96.0 % (chernoff)`, over all combinations. */
function coverageOf({ id, mark }: Series, all: readonly Series[], n: number): string | null {
  const span = extent(
    all
      .filter((one) => one.id === id)
      .flatMap(({ points }) => points.filter((point) => point.n === n).map(({ value }) => value)),
  );
  if (span === null) return null;
  const [low, high] = span.map((value) => `<b class="${colourClass(mark.colour)}">${value.toFixed(1)} %</b>`);
  return `${low === high ? low : `${low} to ${high}`} (${escaped(estimatorInProse(id))})`;
}
