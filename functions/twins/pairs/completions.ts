import { isRecord, kindOf } from '../records/json-lines.ts';
import { Unusable } from './messages.ts';

const TEXTS = ['response', 'text', 'content', 'output', 'completion'];
const SCORES = ['overall_score', 'score', 'rating', 'reward'];

interface Scored {
  readonly text: string;
  readonly score: number;
}

/**
 * Of several completions of one prompt the one with the highest score and the one with the lowest, the first of each where some are equal.
 *
 * @param scoreName the score to use; by default the first of overall_score, score, rating and reward that is there.
 * @returns null where all scores are the same.
 * @throws Unusable where a completion has no text or no score, or there are fewer than two.
 */
export function bestAndWorst(
  completions: readonly unknown[],
  scoreName?: string,
): { readonly best: Scored; readonly worst: Scored } | null {
  if (completions.length < 2) throw new Unusable(`has ${completions.length} completions; two are needed`);
  const scored = completions.map((one, i) => scoredOf(one, `completion ${i + 1}`, scoreName));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  const worst = scored.reduce((a, b) => (b.score < a.score ? b : a));
  return best.score === worst.score ? null : { best, worst };
}

function scoredOf(completion: unknown, place: string, scoreName: string | undefined): Scored {
  if (!isRecord(completion)) throw new Unusable(`${place} is ${kindOf(completion)}, not an object`);
  const text = TEXTS.map((name) => completion[name]).find((found) => typeof found === 'string');
  if (typeof text !== 'string') throw new Unusable(`${place} has no text (${TEXTS.join(', ')})`);
  const names = scoreName === undefined ? SCORES : [scoreName];
  const found = names
    .map((name) => completion[name])
    .find((one) => one !== undefined && one !== null && one !== '');
  const score = typeof found === 'object' || found === undefined ? Number.NaN : Number(found);
  if (!Number.isFinite(score)) throw new Unusable(`${place} has no score (${names.join(', ')})`);
  return { text, score };
}
