import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import { besideWords, type PlacedRate, placedRates, slopeText } from './rate-words.ts';

/** The fitted rate of every estimator with its 95 % interval beside -1/3, and the sizes it is fitted to, as HTML; empty without rates. */
export function ratesTable(design: Design): string {
  const { factors } = design;
  const all = placedRates(design);
  if (all.length === 0) return '';
  const shown = all.slice(0, MOST_ROWS);
  const openings = rowOpenings(factors, shown);
  const rows = shown.map(({ rate }, i) => {
    const [low, high] = rate.ci.map(slopeText);
    const range = rate.preAsymptotic ? 'pre-asymptotic' : 'steady';
    return (
      `${openings[i]}${rowHead(escaped(estimatorName(rate.estimator)), factors, 'l')}` +
      `<td>${slopeText(rate.slope)}<span class="mcse"> (${rate.se.toFixed(3)})</span></td><td>${low} to ${high}</td>` +
      `<td class="l">${besideWords(rate)}</td><td>${grouped(rate.from)}</td><td class="l">${range}</td></tr>`
    );
  });
  return (
    '<div class="scroll" tabindex="0" role="region" aria-label="Rates, scrolls sideways"><table class="rates"><thead><tr>' +
    `${factorHeads(factors)}` +
    '<th scope="col" class="l">Rate</th><th scope="col">Slope</th><th scope="col">95 % interval</th>' +
    '<th scope="col" class="l">Beside \u22121/3</th><th scope="col">From n</th><th scope="col" class="l">Range</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table></div>${moreRows(all.length - shown.length)}${driftNote(design, all)}`
  );
}

/** Which ranges are pre-asymptotic: by name, and where something varies in how many combinations. */
function driftNote({ parts }: Design, rates: readonly PlacedRate[]): string {
  const drifting = new Map<string, number>();
  for (const { rate } of rates) {
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
