import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Summary } from '../summary.ts';
import { angleRates, besideWords, slopeText } from './rate-words.ts';

/** The fitted rate of every estimator with its 95 % interval beside -1/3, and the sizes it is fitted to, as HTML; empty without rates. */
export function ratesTable({ rates }: Summary): string {
  const shown = angleRates(rates);
  if (shown.length === 0) return '';
  const rows = shown.map((rate) => {
    const [low, high] = rate.ci.map(slopeText);
    const range = rate.preAsymptotic ? 'pre-asymptotic' : 'steady';
    return (
      `<tr><th scope="row" class="l">${escaped(estimatorName(rate.estimator))}</th>` +
      `<td>${slopeText(rate.slope)}<span class="mcse"> (${rate.se.toFixed(3)})</span></td><td>${low} to ${high}</td>` +
      `<td class="l">${besideWords(rate)}</td><td>${grouped(rate.from)}</td><td class="l">${range}</td></tr>`
    );
  });
  const drifting = shown
    .filter(({ preAsymptotic }) => preAsymptotic)
    .map(({ estimator }) => escaped(estimatorName(estimator)));
  const note =
    drifting.length === 0
      ? ''
      : `<p class="note"><b>Pre-asymptotic: ${drifting.join(', ')}.</b> The local slopes still drift over these n, so one slope ` +
        'misdescribes the range, and its distance from \u22121/3 says nothing about the limit.</p>';
  return (
    '<div class="scroll" tabindex="0" role="region" aria-label="Rates, scrolls sideways"><table class="rates"><thead><tr>' +
    '<th scope="col" class="l">Rate</th><th scope="col">Slope</th><th scope="col">95 % interval</th>' +
    '<th scope="col" class="l">Beside \u22121/3</th><th scope="col">From n</th><th scope="col" class="l">Range</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table></div>${note}`
  );
}
