import { grouped } from '../charts/numbers.ts';
import type { Comparison } from '../comparison.ts';

/** What a comparison of two results comes to, in a sentence. */
export function comparisonSentence({
  rows,
  counts: { identical, noise, changed, missing },
}: Comparison): string {
  if (rows.length === 0) return 'Neither result has a number.';
  if (identical === rows.length) return `All ${grouped(identical)} numbers are the same to the bit.`;
  if (missing === rows.length) return 'The two results have no number in common.';
  if (changed > 0)
    return `${grouped(changed)} of ${grouped(rows.length)} numbers changed by more than their noise.`;
  const rest = identical === 0 ? '' : `; ${grouped(identical)} are the same to the bit`;
  return `No number changed: ${grouped(noise)} differ within their noise${rest}.`;
}

/** How a number was called changed, or not. */
export function comparisonRule({ tested, alpha }: Comparison): string {
  const level =
    tested === 0 ? `${100 * alpha} %` : `${100 * alpha} % shared among ${grouped(tested)} tested numbers`;
  return (
    `A number has changed where the difference exceeds the quantile of Student\u2019s law at ${level}, so that two results of one truth are called ` +
    `changed at most once in ${Math.round(1 / alpha)}.`
  );
}
