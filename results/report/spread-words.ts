import { escaped, SIGN } from '../charts/drawing.ts';
import type { Shown } from '../charts/main-measure.ts';
import { estimatorInProse, type Series } from '../charts/series.ts';
import { colourClass, valueWords } from './headline-values.ts';
import { countWord } from './words.ts';

/** Estimators that a sentence names one by one. */
export const MOST_LISTED = 4;

/** An estimator with its least and largest value over combinations; both the same where there is one. */
export interface Spanned {
  readonly series: Series;
  readonly span: readonly [low: number, high: number];
}

/**
 * Of more estimators than a sentence can list, as HTML: the sign estimator where there is one, the closest and the farthest, by their
 * largest values. Each with its value, or its values from the least to the most.
 */
export function spreadWords(all: readonly Spanned[], shown: Shown): string {
  const worst = ({ span }: Spanned): number => span[1];
  const main = all.find(({ series }) => series.mark.colour === SIGN) ?? all[0];
  const closest = all.reduce((best, one) => (worst(one) < worst(best) ? one : best), main);
  const farthest = all.reduce((most, one) => (worst(one) > worst(most) ? one : most), main);
  const single = all.every(({ span: [low, high] }) => low === high);
  const atWorst = single ? '' : ' at its worst';
  const near =
    closest === main
      ? `none is closer${atWorst}`
      : `${nameOf(closest)} is the closest${atWorst} with ${spanWords(closest, shown)}`;
  const far =
    farthest === main
      ? 'none is farther off'
      : `${nameOf(farthest)} is the farthest with ${spanWords(farthest, shown)}`;
  const verb = shown.measure === 'rmsAngle' ? 'points' : 'has a root-mean-square error of b of';
  const away = shown.measure === 'rmsAngle' ? ' away from their average taste' : '';
  return `${nameOf(main)} ${verb} ${spanWords(main, shown)}${away}; of ${countWord(all.length)} estimators ${near} and ${far}`;
}

const nameOf = ({ series }: Spanned): string => escaped(estimatorInProse(series.id));

function spanWords({ series: { mark }, span: [low, high] }: Spanned, shown: Shown): string {
  const words = (value: number): string =>
    `<b class="${colourClass(mark.colour)}">${valueWords(value, shown)}</b>`;
  return low === high ? words(low) : `${words(low)} to ${words(high)}`;
}
