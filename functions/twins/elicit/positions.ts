import type { Heard } from './verdict.ts';

/** A share of n, with its standard error: sqrt(s (1 - s) / n) where n are judgements. */
export interface Share {
  readonly value: number;
  readonly mcse: number;
  readonly of: number;
}

/** How far a model's answers depend on which reply it is shown first. */
export interface Positions {
  /**
   * Of all answers with a letter: those for the first reply; 1/2 without bias. The two answers of a judgement hang together, so that the standard
   * error is over judgements: sqrt(sum_j (f_j - s m_j)^2) / sum_j m_j, f_j of m_j answers of judgement j for the first reply.
   */
  readonly first: Share | null;
  /** Of judgements in both orders: those that agree, and those that take the first, or the second, reply both times. */
  readonly consistent: Share | null;
  readonly firstTwice: Share | null;
  readonly secondTwice: Share | null;
}

/** Counts positions over judgements. */
export interface PositionCounts {
  add(heard: readonly Heard[]): void;
  positions(): Positions;
}

export function countPositions(): PositionCounts {
  const counts = { once: 0, onceFirst: 0, both: 0, firstTwice: 0, secondTwice: 0 };
  return {
    add: (heard) => {
      const letters = heard.flatMap(({ said }) => (said.kind === 'letter' ? [said.letter] : []));
      const first = letters.filter((letter) => letter === 'A').length;
      if (letters.length < 2) {
        counts.once += letters.length;
        counts.onceFirst += first;
        return;
      }
      counts.both++;
      if (first === 2) counts.firstTwice++;
      if (first === 0) counts.secondTwice++;
    },
    positions: () => {
      const { both, firstTwice, secondTwice } = counts;
      return {
        first: firstOf(counts),
        consistent: shareOf(both - firstTwice - secondTwice, both),
        firstTwice: shareOf(firstTwice, both),
        secondTwice: shareOf(secondTwice, both),
      };
    },
  };
}

type Counts = Readonly<Record<'once' | 'onceFirst' | 'both' | 'firstTwice' | 'secondTwice', number>>;

function firstOf({ once, onceFirst, both, firstTwice, secondTwice }: Counts): Share | null {
  const of = once + 2 * both;
  if (of === 0) return null;
  const value = (onceFirst + both + firstTwice - secondTwice) / of;
  const kinds = [
    [onceFirst, 1, 1],
    [once - onceFirst, 0, 1],
    [firstTwice, 2, 2],
    [secondTwice, 0, 2],
    [both - firstTwice - secondTwice, 1, 2],
  ];
  const square = kinds.reduce((sum, [count, first, answers]) => {
    const rest = first - value * answers;
    return sum + count * rest * rest;
  }, 0);
  return { value, mcse: Math.sqrt(square) / of, of };
}

function shareOf(count: number, of: number): Share | null {
  if (of === 0) return null;
  const value = count / of;
  return { value, mcse: Math.sqrt((value * (1 - value)) / of), of };
}
