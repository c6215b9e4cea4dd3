import type { Said } from './chat-answer.ts';
import type { Order } from './requests.ts';

/** What the answers of one judgement come to. */
export type Verdict =
  | { readonly kind: 'label'; readonly y: 1 | -1; readonly p: number | null }
  /** The model contradicts itself when the replies change places, and gives no probabilities that would decide. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'unparsed'; readonly reason: string };

export interface Heard {
  readonly order: Order;
  readonly said: Said;
}

/**
 * The label of one judgement from its answers, one an order.
 *
 * One order: y is the letter, p the probability of the chosen reply. Both: p is the mean of the two probabilities and y its side of 1/2; where a
 * probability is missing, y is what both letters say. A tie, or letters that contradict each other, is undecided; one answer that cannot be
 * read makes the judgement unparsed.
 */
export function verdictOf(heard: readonly Heard[]): Verdict {
  const votes: { readonly y: 1 | -1; readonly p: number | null }[] = [];
  for (const { order, said } of heard) {
    if (said.kind === 'unparsed') return said;
    const first = said.letter === 'A';
    const { probabilityOfA: a } = said;
    const chosenFirst = order === 'chosen-first';
    votes.push({ y: first === chosenFirst ? 1 : -1, p: a === null || chosenFirst ? a : 1 - a });
  }
  if (votes.length === 1) return { kind: 'label', ...votes[0] };
  const p = meanOf(votes.map((vote) => vote.p));
  if (p !== null) return p === 0.5 ? { kind: 'undecided' } : { kind: 'label', y: p > 0.5 ? 1 : -1, p };
  const [{ y }] = votes;
  return votes.every((vote) => vote.y === y) ? { kind: 'label', y, p } : { kind: 'undecided' };
}

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}
