import { shortNames } from '../../functions/study/factors.ts';
import { chernoffQq } from '../charts/chernoff-qq.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import type { JudgedClaim } from '../claims/court.ts';
import type { Summary } from '../summary.ts';
import { claimSentence } from './claim-words.ts';
import { fixed } from './value-format.ts';

/** More of them say little more. */
const MOST_FIGURES = 6;

/** A picture for each claim about a law, the first six: quantiles of scaled errors against Chernoff's, as HTML; empty without such claims. */
export function lawFigures({ claims, study }: Summary): string {
  const names = shortNames(study.scenarios);
  const drawn = claims.flatMap((judged) => figureOf(judged, names) ?? []);
  if (drawn.length === 0) return '';
  const more = drawn.length - MOST_FIGURES;
  const rest =
    more > 0
      ? `<p class="note">${grouped(more)} more ${more === 1 ? 'law is' : 'laws are'} in <code>summary.json</code>.</p>`
      : '';
  return `<div class="multiples laws">${drawn.slice(0, MOST_FIGURES).join('\n')}</div>${rest}`;
}

function figureOf(
  { claim, factors = {}, sample, verdict, estimate }: JudgedClaim,
  names: ReadonlyMap<string, string>,
): string | null {
  if (claim.kind !== 'law' || sample === undefined || sample.quantiles.length === 0) return null;
  const levels = Object.entries(factors).map(([path, level]) => `${names.get(path) ?? path} = ${level}`);
  const where = levels.length === 0 ? '' : ` (${levels.join(', ')})`;
  const name = `${claimSentence(claim)}${where}: ${verdict}`;
  const distance =
    estimate == null ? '' : ` Largest distance of the distribution functions: ${fixed(estimate, 3)}.`;
  return (
    `<figure>${chernoffQq({ sample, within: claim.within, name })}<figcaption><b>${escaped(claim.estimator)}: the law at n = ${grouped(claim.at)}${escaped(where)}.</b> ` +
    `Quantiles of ${grouped(sample.count)} data sets, n<sup>1/3</sup> (error \u2212 bias) / c with bias and c from theory. Grey: the band about the sample, ` +
    `\u00b1${fixed(sample.band, 3)} in probability; the claim is ${verdict === 'supported' ? 'supported, since it lies within the margin' : `supported where it lies within the margin; it is ${verdict}`}.${distance}</figcaption></figure>`
  );
}
