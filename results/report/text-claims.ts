import { shortNames } from '../../functions/study/factors.ts';
import type { JudgedClaim } from '../claims/court.ts';
import type { Summary } from '../summary.ts';
import { claimNote, claimSentence, endsText } from './claim-words.ts';
import { MOST_ROWS, moreLine, tableLines, wrapped } from './text-layout.ts';

/** The verdicts of a study's claims, a table row each, the longer words below; empty without claims. */
export function claimLines({ claims, study }: Summary): readonly string[] {
  if (claims.length === 0) return [];
  const shown = claims.slice(0, MOST_ROWS);
  const names = shortNames(study.scenarios);
  return [
    `Claims: intervals that hold together at ${100 * (study.alpha ?? 0)} %, beside their margins`,
    ...tableLines([
      { head: '', texts: shown.map((_, i) => `${i + 1}`) },
      { head: '', texts: shown.map(({ verdict }) => verdict), words: true },
      { head: 'interval', texts: shown.map(({ claim, interval }) => endsText(claim, interval)) },
      { head: 'margin', texts: shown.map(({ claim, margin }) => endsText(claim, margin)) },
    ]),
    ...shown.flatMap((one, i) => wrapped(`${i + 1}. ${withLevels(one, names)}; ${claimNote(one)}`)),
    ...moreLine(claims.length - shown.length, 'claim'),
  ];
}

/** A claim's sentence with the combination that it was judged under. names: short ones of the factors. */
const withLevels = ({ claim, factors = {} }: JudgedClaim, names: ReadonlyMap<string, string>): string => {
  const levels = Object.entries(factors).map(([path, level]) => `${names.get(path) ?? path} = ${level}`);
  return `${claimSentence(claim)}${levels.length === 0 ? '' : ` (${levels.join(', ')})`}`.replace(
    /\p{Cc}+/gu,
    ' ',
  );
};
