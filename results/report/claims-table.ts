import { escaped } from '../charts/drawing.ts';
import type { JudgedClaim } from '../claims/court.ts';
import type { Summary } from '../summary.ts';
import { claimNote, endsText } from './claim-words.ts';
import { MOST_ROWS, moreRows } from './html-levels.ts';
import { numberLine } from './number-line.ts';
import { withLevels } from './text-claims.ts';
import { prose } from './words.ts';

/** The claims of a study with their verdicts, as HTML: each interval on a number line against its margin; empty without claims. */
export function claimsTable({ claims, study: { alpha = 0 } }: Summary): string {
  if (claims.length === 0) return '';
  const rows = claims.slice(0, MOST_ROWS).map(rowOf);
  return (
    `<p class="note">A claim is supported where its interval lies inside the margin, refuted where it lies outside, and else undecided. ` +
    `All intervals of all looks hold together: false supports, and false refutations, have a chance of ${100 * alpha} % at most.</p>` +
    '<div class="scroll" tabindex="0" role="region" aria-label="Claims, scrolls sideways"><table class="claims"><thead><tr>' +
    '<th scope="col" class="l">Claim</th><th scope="col" class="l">Verdict</th>' +
    '<th scope="col" class="l">Interval against the margin</th><th scope="col">Interval</th><th scope="col">Margin</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table></div>${moreRows(claims.length - rows.length)}`
  );
}

function rowOf(judged: JudgedClaim): string {
  const { claim, verdict, interval, margin } = judged;
  const [found, allowed] = [endsText(claim, interval), endsText(claim, margin)];
  const line =
    interval === null || margin === null
      ? ''
      : numberLine(interval, margin, `${verdict}: interval ${found}, margin ${allowed}`);
  return (
    `<tr><th scope="row" class="l">${prose(withLevels(judged))}<br><span class="mcse">${escaped(claimNote(judged))}</span></th>` +
    `<td class="l"><b>${verdict}</b></td><td class="l">${line}</td><td>${escaped(found)}</td><td>${escaped(allowed)}</td></tr>`
  );
}
