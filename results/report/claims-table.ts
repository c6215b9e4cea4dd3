import { canonicalJson } from '../../functions/study/canonical-json.ts';
import type { Design, Part } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped, minus } from '../charts/numbers.ts';
import type { JudgedClaim } from '../claims/court.ts';
import { VERDICTS } from '../claims/judgement.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Predict } from '../predictions/predict.ts';
import { predictedClaim } from '../predictions/predicted-claim.ts';
import { claimTitle } from './claim-titles.ts';
import { claimedValue, claimNote, endsText, withUnitOf } from './claim-words.ts';
import { MOST_ROWS, moreRows } from './html-levels.ts';
import { lawFigures } from './law-figures.ts';
import { numberLine } from './number-line.ts';
import { verdictMark } from './verdict-mark.ts';
import { listed, prose } from './words.ts';

/**
 * The claims of a study with their verdicts, as a list of HTML: each interval on a number line against its margin, with what theory expects at the sizes
 * that the claim reads, and the laws of scaled errors beside Chernoff's; empty without claims.
 */
export function claimsTable(design: Design, predict: Predict): string {
  const { summary } = design;
  const {
    claims,
    study: { alpha = 0 },
  } = summary;
  if (claims.length === 0) return '';
  const told = claims.slice(0, claims.length > MOST_ROWS ? FIRST_ROWS : MOST_ROWS);
  const theoryOf = expectationsOf(design, predict, told);
  const names = new Map(design.factors.map(({ path, name }) => [path, name]));
  const items = told.map((judged) => itemOf(judged, { names, theory: theoryOf(judged) }));
  return (
    `<p class="note">${countsSentence(claims)} A claim is supported where its interval lies inside the margin, refuted where it lies outside, and else undecided. ` +
    `All intervals of all looks hold together: false supports, and false refutations, have a chance of ${100 * alpha}\u00a0% at most. ` +
    'On the number lines: the margin shaded, what is claimed a full line, the estimate a dot in its interval, and a triangle what theory expects at the sizes that the claim reads.</p>' +
    `<ol class="claims">${items.join('\n')}</ol>${moreRows(claims.length - items.length)}${lawFigures(summary)}`
  );
}

/** Of more claims than a table holds these are shown: nobody reads on, and theory takes its time for each. */
const FIRST_ROWS = 40;

/** `3 supported, 1 undecided.` */
function countsSentence(claims: readonly JudgedClaim[]): string {
  const counts = VERDICTS.flatMap((verdict) => {
    const count = claims.filter((one) => one.verdict === verdict).length;
    return count === 0 ? [] : [`${grouped(count)} ${verdict}`];
  });
  return `<b>${listed(counts)}.</b>`;
}

/** What theory expects of the number of a claim, in the combination it was judged under. */
function expectationsOf(
  { parts, summary }: Design,
  predict: Predict,
  told: readonly JudgedClaim[],
): (judged: JudgedClaim) => number | null {
  const asked = affordable(predict, summary.study);
  const byFactors = partsOf(
    parts,
    told.map(({ factors = {} }) => canonicalJson(factors)),
  );
  return ({ claim, factors = {} }) => {
    const part = byFactors.get(canonicalJson(factors));
    if (part === undefined) return null;
    const [scenario] = part.summary.study.scenarios;
    return predictedClaim(claim, part.summary.cells, asked.predict(scenario));
  };
}

/** The combinations with these factors as canonical JSON; claims come in their order, so that few are looked at. */
function partsOf(parts: readonly Part[], wanted: readonly string[]): ReadonlyMap<string, Part> {
  const lacking = new Set(wanted);
  const found = new Map<string, Part>();
  for (const part of parts) {
    if (lacking.size === 0) break;
    const key = canonicalJson(part.summary.study.scenarios[0].factors);
    if (lacking.delete(key)) found.set(key, part);
  }
  return found;
}

/** Percent signs and values stay with what they belong to. */
const unbroken = (text: string): string => text.replace(/ (?=%)|(?<==) | (?==)/g, '\u00a0');

interface Beside {
  readonly names: ReadonlyMap<string, string>;
  readonly theory: number | null;
}

function itemOf(judged: JudgedClaim, { names, theory }: Beside): string {
  const { claim, factors, verdict, interval, margin, estimate = null } = judged;
  const [found, allowed] = [endsText(claim, interval), endsText(claim, margin)];
  const line =
    interval === null || margin === null
      ? ''
      : numberLine(interval, margin, `${verdict}: interval ${found}, margin ${allowed}`, {
          estimate,
          claimed: claimedValue(claim, margin),
          theory,
          write: (value) => withUnitOf(claim, value),
        });
  const { title, reading } = claimTitle(judged);
  const note = judged.look === 1 ? claimNote(judged).replace(/^look 1(; )?/, '') : claimNote(judged);
  const levels = Object.entries(factors ?? {}).map(
    ([path, level]) =>
      `${names.get(path) ?? path} = ${typeof level === 'number' ? minus(String(level)) : level}`,
  );
  const where = levels.length === 0 ? '' : ` Where ${listed(levels)}.`;
  return (
    `<li><div class="verdict">${verdictMark(verdict)}${verdict}</div>` +
    `<div class="words"><h3>${prose(title)}</h3><p>${prose(unbroken(`${reading}${where}`.replace(/\p{Cc}+/gu, ' ')))} ${note === '' ? '' : `<em>${escaped(capital(note))}.</em>`}</p></div>` +
    `<div class="line">${line}<p class="ends">${escaped(found)} in ${escaped(allowed)}</p></div></li>`
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
