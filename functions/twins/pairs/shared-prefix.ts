import type { Pair, Turn } from '../pair.ts';

/** Splits off the turns that both conversations begin with. Each keeps its last turn, so that both sides have something to compare. */
export function splitSharedPrefix(chosen: readonly Turn[], rejected: readonly Turn[]): Pair {
  const most = Math.min(chosen.length, rejected.length) - 1;
  let shared = 0;
  while (shared < most && sameTurn(chosen[shared], rejected[shared])) shared++;
  return {
    prompt: chosen.slice(0, shared),
    chosen: chosen.slice(shared),
    rejected: rejected.slice(shared),
  };
}

/** Whether both sides say the same. */
export const isIdentical = ({ chosen, rejected }: Pair): boolean =>
  chosen.length === rejected.length && chosen.every((turn, i) => sameTurn(turn, rejected[i]));

const sameTurn = (a: Turn, b: Turn): boolean => a.role === b.role && a.text === b.text && a.lead === b.lead;
