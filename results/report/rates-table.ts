import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Predict } from '../predictions/predict.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import {
  besideWords,
  mainRates,
  type PlacedRate,
  placedRates,
  slopeText,
  unratedSentence,
} from './rate-words.ts';

/** The fitted rate of every estimator with its 95 % interval beside -1/3 and the slope that theory predicts there, and the sizes it is fitted to, as HTML; empty without rates. */
export function ratesTable(design: Design, predict: Predict): string {
  const { factors } = design;
  const asked = affordable(predict, design.summary.study);
  const { rates: shown, more } = placedRates(design, asked.predict, MOST_ROWS);
  const unrated = unratedSentence(design);
  const rest = unrated === '' ? '' : `<p class="note">${escaped(unrated)}</p>`;
  if (shown.length === 0) return rest;
  const isKnown = shown.some(({ predicted, power }) => predicted !== null || power !== null);
  const openings = rowOpenings(factors, shown);
  const rows = shown.map(({ rate, predicted, power }, i) => {
    const [low, high] = rate.ci.map(slopeText);
    const range = rate.preAsymptotic ? 'pre-asymptotic' : 'steady';
    return (
      `${openings[i]}${rowHead(escaped(estimatorName(rate.estimator)), factors, 'l')}` +
      `<td>${slopeText(rate.slope)}<span class="mcse"> (${rate.se.toFixed(3)})</span></td><td>${low} to ${high}</td>` +
      (isKnown
        ? `<td class="th">${predicted === null ? '\u2013' : slopeText(predicted)}</td><td class="th">${power ?? '\u2013'}</td>`
        : '') +
      `<td class="l">${besideWords(rate)}</td><td>${grouped(rate.from)}</td><td class="l">${range}</td></tr>`
    );
  });
  return (
    '<div class="scroll" tabindex="0" role="region" aria-label="Rates, scrolls sideways"><table class="rates"><thead><tr>' +
    `${factorHeads(factors)}` +
    '<th scope="col" class="l">Rate</th><th scope="col">Slope</th><th scope="col">95 % interval</th>' +
    (isKnown
      ? '<th scope="col" class="th">theory, these n</th><th scope="col" class="th">large n</th>'
      : '') +
    '<th scope="col" class="l">Beside \u22121/3</th><th scope="col">From n</th><th scope="col" class="l">Range</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table></div>${moreRows(more)}${theoryNote(shown)}${driftNote(design)}${rest}`
  );
}

/** What the columns of theory are; empty where it knows nothing. */
function theoryNote(shown: readonly PlacedRate[]): string {
  if (shown.every(({ predicted }) => predicted === null)) return '';
  const slow = shown.some(({ power }) => power === '\u22121/7')
    ? ' Where the curvature of the score is 0 theory knows the power, \u22121/7, and no constant.'
    : '';
  return (
    '<p class="note">Theory, these n: the slope of the errors that theory predicts at the same sizes, weighted alike. Large n: the power by which ' +
    `they fall at last, or that they settle above 0.${slow}</p>`
  );
}

/** Which ranges are pre-asymptotic: by name, and where something varies in how many combinations. */
function driftNote({ parts, summary }: Design): string {
  const drifting = new Map<string, number>();
  for (const rate of mainRates(summary.rates, mainMeasure(summary).measure)) {
    if (rate.preAsymptotic) drifting.set(rate.estimator, (drifting.get(rate.estimator) ?? 0) + 1);
  }
  if (drifting.size === 0) return '';
  const names = [...drifting].map(([id, count]) => {
    const name = escaped(estimatorName(id));
    return parts.length === 1
      ? name
      : `${name} in ${grouped(count)} of ${grouped(parts.length)} combinations`;
  });
  return (
    `<p class="note"><b>Pre-asymptotic: ${names.join(', ')}.</b> The local slopes drift over these n, towards a law or towards a bias: one slope ` +
    'misdescribes the range, and its distance from \u22121/3 says nothing about the limit.</p>'
  );
}
