import type { Pair, Turn } from '../pair.ts';
import { isRecord, kindOf } from '../records/json-lines.ts';
import { bestAndWorst } from './completions.ts';
import { turnsOf, Unusable } from './messages.ts';
import { splitSharedPrefix } from './shared-prefix.ts';
import { looksLikeShp, SHP_COLUMNS, shpPair } from './shp.ts';
import { hasMarker, isTranscript, splitTranscript } from './transcript.ts';

/** How a file of pairs may be read; `auto` tells by each record's own shape. */
export const PAIR_FORMATS = [
  'auto',
  'hh-rlhf',
  'prompt-completion',
  'ultrafeedback',
  'shp',
  'columns',
] as const;
export type PairFormat = (typeof PAIR_FORMATS)[number];

/** What decides how a record becomes a pair. */
export interface PairReading {
  readonly format: PairFormat;
  /** Names of the values, where they are not the usual ones. */
  readonly prompt?: string;
  readonly chosen?: string;
  readonly rejected?: string;
  /** The score that orders the completions of one prompt. */
  readonly score?: string;
}

/** A pair, or why there is none: completions with the same score are no mistake of the file. */
export type PairOf =
  | { readonly pair: Pair; readonly shape: Exclude<PairFormat, 'auto'> }
  | { readonly tie: true }
  | { readonly problem: string };

const PROMPTS = ['prompt', 'instruction', 'question', 'input'];
const CHOSEN_SCORES = ['chosen_score', 'score_chosen', 'chosenScore', 'chosen-rating'];
const REJECTED_SCORES = ['rejected_score', 'score_rejected', 'rejectedScore', 'rejected-rating'];

type Value = Readonly<Record<string, unknown>>;

/** Whether a column can be part of a pair: the others of a Parquet file are not read. */
export function isPairColumn({ prompt, chosen, rejected }: PairReading): (column: string) => boolean {
  const names = new Set([
    ...(prompt === undefined ? PROMPTS : [prompt]),
    ...[chosen ?? 'chosen', rejected ?? 'rejected', 'completions'],
    ...[...CHOSEN_SCORES, ...REJECTED_SCORES, ...SHP_COLUMNS],
  ]);
  return (column) => names.has(column);
}

/** The pair in a record. */
export function pairOf(value: Value, reading: PairReading): PairOf {
  try {
    if (Array.isArray(value.completions) && value[reading.chosen ?? 'chosen'] === undefined)
      return fromCompletions(value, value.completions, reading);
    if (isShp(value, reading)) return { pair: shpPair(value), shape: 'shp' };
    refuseSingle(value, reading);
    const chosen = sideOf(value, reading.chosen ?? 'chosen');
    const rejected = sideOf(value, reading.rejected ?? 'rejected');
    const { pair, shape } = fromSides({ chosen, rejected, prompt: promptOf(value, reading) }, reading);
    return { pair: withScores(pair, value), shape };
  } catch (error) {
    if (error instanceof Unusable) return { problem: error.message };
    throw error;
  }
}

/** A record of SHP, unless other names were given for its sides or its format. */
const isShp = (value: Value, { format, chosen, rejected }: PairReading): boolean =>
  format === 'shp' ||
  (format === 'auto' && chosen === undefined && rejected === undefined && looksLikeShp(value));

/** The red-team attempts of HH-RLHF are conversations, each alone: nothing in them is preferred to anything. */
function refuseSingle(value: Value, { chosen = 'chosen' }: PairReading): void {
  if (typeof value.transcript !== 'string' || Object.hasOwn(value, chosen)) return;
  throw new Unusable('has one transcript and no pair: red-team attempts hold no preferences');
}

type Side = string | readonly Turn[];

interface Sides {
  readonly chosen: Side;
  readonly rejected: Side;
  readonly prompt: Side | undefined;
}

function sideOf(value: Value, name: string): Side {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  if (typeof found === 'string') return found;
  if (Array.isArray(found)) return turnsOf(found, name);
  if (isRecord(found)) return turnsOf([found], name);
  if (found === undefined || found === null) throw new Unusable(`has no ${name}`);
  throw new Unusable(`${name} is ${kindOf(found)}, not a text or a list of messages`);
}

function promptOf(value: Value, { prompt }: PairReading): Side | undefined {
  const name = prompt ?? PROMPTS.find((one) => Object.hasOwn(value, one) && value[one] !== null);
  return name === undefined ? undefined : sideOf(value, name);
}

function fromSides(
  { chosen, rejected, prompt }: Sides,
  { format }: PairReading,
): { readonly pair: Pair; readonly shape: Exclude<PairFormat, 'auto'> } {
  if (typeof chosen !== 'string' || typeof rejected !== 'string') {
    if (format !== 'auto' && format !== 'ultrafeedback' && format !== 'prompt-completion')
      throw new Unusable(`has messages where the format ${format} has texts`);
    const turns = (side: Side): readonly Turn[] => withPrompt(prompt, turnsOfSide(side));
    return { pair: splitSharedPrefix(turns(chosen), turns(rejected)), shape: 'ultrafeedback' };
  }
  if (format === 'ultrafeedback') throw new Unusable('has texts where the format ultrafeedback has messages');
  const transcripts = format !== 'columns' && transcriptsOf({ chosen, rejected, prompt }, format);
  if (transcripts) return { pair: splitSharedPrefix(...transcripts), shape: 'hh-rlhf' };
  if (format === 'prompt-completion' && prompt === undefined) throw new Unusable('has no prompt');
  return {
    pair: {
      prompt: prompt === undefined ? [] : turnsOfPrompt(prompt),
      chosen: turnsOfSide(chosen),
      rejected: turnsOfSide(rejected),
    },
    shape: prompt === undefined ? 'columns' : 'prompt-completion',
  };
}

/** Both sides as transcripts, where they are; a prompt that is the beginning of a transcript is put before its ends. */
function transcriptsOf(
  {
    chosen,
    rejected,
    prompt,
  }: { readonly chosen: string; readonly rejected: string; readonly prompt: Side | undefined },
  format: PairFormat,
): [readonly Turn[], readonly Turn[]] | undefined {
  const begins = typeof prompt === 'string' && isTranscript(prompt);
  const whole = hasMarker(chosen) && hasMarker(rejected);
  if (format !== 'hh-rlhf' && !begins && (!whole || prompt !== undefined)) return undefined;
  const before = begins && !(chosen.startsWith(prompt) && rejected.startsWith(prompt)) ? prompt : '';
  return [splitTranscript(before + chosen), splitTranscript(before + rejected)];
}

const turnsOfSide = (side: Side): readonly Turn[] =>
  typeof side === 'string' ? [{ role: 'assistant', text: side }] : side;

const turnsOfPrompt = (prompt: Side): readonly Turn[] =>
  typeof prompt === 'string' ? [{ role: 'user', text: prompt }] : prompt;

/** Puts the prompt before messages that do not begin with it. */
function withPrompt(prompt: Side | undefined, turns: readonly Turn[]): readonly Turn[] {
  if (prompt === undefined) return turns;
  const before = turnsOfPrompt(prompt);
  const after = turns.filter(({ role }, i) => !(i === 0 && role === 'system' && typeof prompt === 'string'));
  const begins = before.every(({ role, text }, i) => after[i]?.role === role && after[i].text === text);
  return begins && after.length > before.length ? turns : [...before, ...turns];
}

function fromCompletions(value: Value, completions: readonly unknown[], reading: PairReading): PairOf {
  if (reading.format !== 'auto' && reading.format !== 'ultrafeedback')
    throw new Unusable(`has completions, which the format ${reading.format} has not`);
  const found = bestAndWorst(completions, reading.score);
  if (found === null) return { tie: true };
  const prompt = promptOf(value, reading);
  const pair = {
    prompt: prompt === undefined ? [] : turnsOfPrompt(prompt),
    chosen: [{ role: 'assistant', text: found.best.text }],
    rejected: [{ role: 'assistant', text: found.worst.text }],
    chosenScore: found.best.score,
    rejectedScore: found.worst.score,
  };
  return { pair, shape: 'ultrafeedback' };
}

function withScores(pair: Pair, value: Value): Pair {
  const chosenScore = scoreOf(value, CHOSEN_SCORES);
  const rejectedScore = scoreOf(value, REJECTED_SCORES);
  return {
    ...pair,
    ...(chosenScore === undefined ? {} : { chosenScore }),
    ...(rejectedScore === undefined ? {} : { rejectedScore }),
  };
}

function scoreOf(value: Value, names: readonly string[]): number | undefined {
  const name = names.find((one) => Object.hasOwn(value, one) && value[one] !== null && value[one] !== '');
  if (name === undefined) return undefined;
  const score = Number(value[name]);
  if (!Number.isFinite(score) || typeof value[name] === 'object') throw new Unusable(`${name} is no number`);
  return score;
}
