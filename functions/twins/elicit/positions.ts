import type { Heard } from './verdict.ts';

/** A share of n, with its standard error sqrt(s (1 - s) / n). */
export interface Share {
  readonly value: number;
  readonly mcse: number;
  readonly of: number;
}

/** How far a model's answers depend on which reply it is shown first. */
export interface Positions {
  /** Of all answers with a letter: those for the first reply; 1/2 without bias. */
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
  const counts = { answers: 0, first: 0, both: 0, firstTwice: 0, secondTwice: 0 };
  return {
    add: (heard) => {
      const letters = heard.flatMap(({ said }) => (said.kind === 'letter' ? [said.letter] : []));
      const first = letters.filter((letter) => letter === 'A').length;
      counts.answers += letters.length;
      counts.first += first;
      if (letters.length < 2) return;
      counts.both++;
      if (first === 2) counts.firstTwice++;
      if (first === 0) counts.secondTwice++;
    },
    positions: () => {
      const { answers, first, both, firstTwice, secondTwice } = counts;
      return {
        first: shareOf(first, answers),
        consistent: shareOf(both - firstTwice - secondTwice, both),
        firstTwice: shareOf(firstTwice, both),
        secondTwice: shareOf(secondTwice, both),
      };
    },
  };
}

function shareOf(count: number, of: number): Share | null {
  if (of === 0) return null;
  const value = count / of;
  return { value, mcse: Math.sqrt((value * (1 - value)) / of), of };
}
