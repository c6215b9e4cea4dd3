import type { Pair } from '../pair.ts';
import { kindOf } from '../records/json-lines.ts';
import { Unusable } from './messages.ts';

const TEXTS = ['history', 'human_ref_A', 'human_ref_B'] as const;
const LABEL = 'labels';
const SCORES = ['score_A', 'score_B'] as const;

/** The columns of Stanford Human Preferences that are read. */
export const SHP_COLUMNS: readonly string[] = [...TEXTS, LABEL, ...SCORES];

type Value = Readonly<Record<string, unknown>>;

/** Whether a record has the names of Stanford Human Preferences. */
export const looksLikeShp = (value: Value): boolean =>
  Object.hasOwn(value, 'human_ref_A') && Object.hasOwn(value, 'human_ref_B') && Object.hasOwn(value, LABEL);

/**
 * The pair of a record of Stanford Human Preferences: a post and two comments, of which `labels` says which is preferred, 1 for A and 0 for B.
 *
 * Throws Unusable. Source: the card of the data set stanfordnlp/SHP.
 */
export function shpPair(value: Value): Pair {
  const [history, a, b] = TEXTS.map((name) => textOf(value, name));
  const label = Number(value[LABEL] ?? Number.NaN);
  if (label !== 0 && label !== 1) throw new Unusable('labels is neither 1, for A, nor 0, for B');
  const [scoreA, scoreB] = SCORES.map((name) => Number(value[name] ?? Number.NaN));
  const scored = Number.isFinite(scoreA) && Number.isFinite(scoreB);
  const sides = label === 1 ? { chosen: a, rejected: b } : { chosen: b, rejected: a };
  const scores =
    label === 1
      ? { chosenScore: scoreA, rejectedScore: scoreB }
      : { chosenScore: scoreB, rejectedScore: scoreA };
  return {
    prompt: [{ role: 'user', text: history }],
    chosen: [{ role: 'assistant', text: sides.chosen }],
    rejected: [{ role: 'assistant', text: sides.rejected }],
    ...(scored ? scores : {}),
  };
}

function textOf(value: Value, name: string): string {
  const found = value[name];
  if (typeof found === 'string') return found;
  throw new Unusable(found === undefined ? `has no ${name}` : `${name} is ${kindOf(found)}, not a text`);
}
