import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { extent } from '../charts/extent.ts';
import { estimatorInProse, type Series, seriesOf } from '../charts/series.ts';
import { colourClass } from './headline-values.ts';
import { MOST_LISTED } from './spread-words.ts';
import { countWord, listed, number, sizeWord } from './words.ts';

/**
 * The headline of a study of intervals as HTML: in how many data sets those of each estimator hold the truth at the largest n, or of many
 * those nearest to the level and those farthest from it. Null of any other study: one that claims something else, or fits an estimator without an
 * interval.
 */
export function coverageHeadline({ summary, parts }: Design): string | null {
  const { estimators } = summary.study.scenarios[0];
  const levels = new Set(estimators.map(({ interval }) => interval?.level));
  const [level] = levels;
  if (summary.claims.length > 0 || levels.size !== 1 || level === undefined) return null;
  const series = parts.map(({ summary: part }) => seriesOf(part, 'coverage'));
  const n = extent(series.flat().flatMap(({ points }) => points.map((point) => point.n)))?.[1];
  if (n === undefined) return null;
  const covered = series[0].flatMap((one) => coverageOf(one, series.flat(), n) ?? []);
  if (covered.length !== estimators.length) return null;
  const where = `With ${sizeWord(n)} comparisons`;
  const promised = `intervals at ${number(100 * level)} %`;
  if (covered.length <= MOST_LISTED) {
    return `${where} ${promised} hold the truth in ${listed(covered.map(coverageWords))} of data sets.`;
  }
  const [nearest, ...others] = covered.toSorted((a, b) => distance(a, level) - distance(b, level));
  const farthest = others[others.length - 1];
  return `${where}, of ${countWord(covered.length)} kinds of ${promised} the nearest to that hold the truth in ${coverageWords(nearest)} of data sets, the farthest in ${coverageWords(farthest)}.`;
}

/** Coverage of one estimator over all combinations, in per cent. */
interface Covered {
  readonly series: Series;
  readonly span: readonly [low: number, high: number];
}

function coverageOf(series: Series, all: readonly Series[], n: number): Covered | null {
  const span = extent(
    all
      .filter(({ id }) => id === series.id)
      .flatMap(({ points }) => points.filter((point) => point.n === n).map(({ value }) => value)),
  );
  return span === null ? null : { series, span };
}

/** How far coverage is from the level where it is farthest. */
const distance = ({ span }: Covered, level: number): number =>
  Math.max(...span.map((value) => Math.abs(value - 100 * level)));

/** `94.5 % to 96.0 % (chernoff)`. */
function coverageWords({ series: { id, mark }, span }: Covered): string {
  const [low, high] = span.map((value) => `<b class="${colourClass(mark.colour)}">${value.toFixed(1)} %</b>`);
  return `${low === high ? low : `${low} to ${high}`} (${escaped(estimatorInProse(id))})`;
}
