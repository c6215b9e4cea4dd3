import { DataError } from './data-error.ts';
import type { LabelColumn } from './data-table.ts';
import { listedLabels, noSuchAnswer } from './label-values.ts';

/** Which item each comparison was for; comparisons without a winner are left out. */
export interface PairOutcome {
  /** Rows with a winner. */
  readonly rows: Uint32Array;
  /** 1 where the first item won, of these rows. */
  readonly outcome: Uint8Array;
  readonly notices: readonly string[];
}

type Winner = 'first' | 'second' | 'neither';

const FIRST = ['1', 'true', 'yes'];
const SECOND = ['0', 'false', 'no'];
const FIRST_WORDS = ['t', 'y', 'first', 'left'];
const SECOND_WORDS = ['f', 'n', 'second', 'right'];
const NEITHER = ['tie', 'ties', 'tied', 'draw', 'equal', 'both', 'same', 'neither'];

export interface PairWords {
  /** How the columns of the two items begin or end. */
  readonly items: readonly [string, string];
  /** The value that means that the first item won; undefined for the usual ones. */
  readonly yes?: string | undefined;
}

/**
 * Which item won: 1 or 0, true or false, yes or no, 1 or -1 with 0 for a tie, the words of --items such as `a` or `model_a`, and 1 or 2 where items
 * are numbered. `tie`, `tie (bothbad)`, `draw`, `equal`, `both`, `same`, `neither` and 0.5 are ties. A tie says nothing of a direction: it
 * adds the same to the sign estimator's score in all of them.
 *
 * Throws DataError for a label that is none of these.
 */
export function pairOutcome({ name, codes, labels }: LabelColumn, words: PairWords): PairOutcome {
  const winners = labels.map(readerOf({ name, labels }, words));
  const strange = winners.indexOf(undefined);
  if (strange >= 0) throw new DataError(strangeWinner({ name, codes, labels }, strange));
  const rows = Uint32Array.from(codes.keys()).filter((row) => winners[codes[row]] !== 'neither');
  const ties = labels.filter((_, code) => winners[code] === 'neither');
  return {
    rows,
    outcome: Uint8Array.from(rows, (row) => (winners[codes[row]] === 'first' ? 1 : 0)),
    notices:
      ties.length === 0
        ? []
        : [
            `Left out, since neither item won: ${codes.length - rows.length} of ${codes.length} comparisons (${name} is ${listedLabels(ties)}).`,
          ],
  };
}

type ReadWinner = (label: string) => Winner | undefined;

function readerOf(column: Pick<LabelColumn, 'name' | 'labels'>, { items, yes }: PairWords): ReadWinner {
  if (yes !== undefined) return winnersBy(column, yes);
  const { name, labels } = column;
  const [first, second] = items.map((item) => wordsOf(item).join(' '));
  if (first === '0' && second === '1') {
    throw new DataError(
      `has items called 0 and 1, so that a 1 in column ${name} may be either; write --yes 0 or --yes 1 for the value that means that the first item was chosen.`,
    );
  }
  const isSigned = labels.includes('-1');
  return (label) => (isSigned ? signedWinner(label) : undefined) ?? usualWinner(label, { first, second });
}

/** Where `yes` says which label means the first item, the one other that is no tie means the second. */
function winnersBy({ name, labels }: Pick<LabelColumn, 'name' | 'labels'>, yes: string): ReadWinner {
  if (!labels.includes(yes)) throw new DataError(noSuchAnswer(name, labels, yes));
  const others = labels.filter((label) => label !== yes && !isTie(label));
  return (label) => {
    if (label === yes) return 'first';
    if (isTie(label)) return 'neither';
    return others.length === 1 ? 'second' : undefined;
  };
}

/** Beside a -1, 0 is a tie. */
function signedWinner(label: string): Winner | undefined {
  return label === '-1' ? 'second' : label === '0' ? 'neither' : undefined;
}

function usualWinner(
  label: string,
  { first, second }: { readonly first: string; readonly second: string },
): Winner | undefined {
  const text = label.toLowerCase();
  if (FIRST.includes(text)) return 'first';
  if (SECOND.includes(text)) return 'second';
  const words = wordsOf(label);
  if (words.includes(first) !== words.includes(second)) return words.includes(first) ? 'first' : 'second';
  if (isTie(label)) return 'neither';
  if (FIRST_WORDS.includes(text)) return 'first';
  return SECOND_WORDS.includes(text) ? 'second' : undefined;
}

const isTie = (label: string): boolean =>
  label === '0.5' || wordsOf(label).some((word) => NEITHER.includes(word));

/** `model_a` is `model` and `a`. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

function strangeWinner(
  { name, codes, labels }: Pick<LabelColumn, 'name' | 'codes' | 'labels'>,
  strange: number,
): string {
  const row = codes.indexOf(strange) + 1;
  const other = labels.find((_, code) => code !== strange) ?? labels[strange];
  return `has ${JSON.stringify(labels[strange].slice(0, 60))} in column ${name}, row ${row}; --outcome names a column of 1 and 0. Write --yes ${labels[strange].slice(0, 60)} or --yes ${other.slice(0, 60)} for the value that means that the first item was chosen; ties are to be called tie.`;
}
