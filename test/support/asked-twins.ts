import { linesWriter } from '../../functions/twins/lines-file.ts';
import { writeManifest } from '../../functions/twins/manifest.ts';
import type { Pair, Persona } from '../../functions/twins/pair.ts';
import type { PairsManifest } from '../../functions/twins/pairs-file.ts';
import { writePersonas } from '../../functions/twins/personas-file.ts';
import { ownRandom } from '../../kernels/random/own-random.ts';
import type { Store } from '../../results/store/store.ts';
import type { ChatQuestion, ChatReply } from './model-server.ts';

/** Pairs of replies with features, and personas with weights, both written into their texts, so that a server can know who prefers what. */
export interface KnownTwins {
  readonly pairs: readonly Pair[];
  readonly personas: readonly Persona[];
  /** x = features of chosen - features of rejected, and beta. */
  readonly differences: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

const D = 3;

/** Numbers with two digits, so that texts hold them exactly. */
export function knownTwins(pairs: number, personas: number): KnownTwins {
  const random = ownRandom({ key0: 5, key1: 7, role: 1, replicate: 0 });
  const number = (i: number, j: number): number => Math.round(400 * (random.uniforms(i, j)[0] - 0.5)) / 100;
  const chosen = Array.from({ length: pairs }, (_, i) => Array.from({ length: D }, (_, j) => number(i, j)));
  const rejected = Array.from({ length: pairs }, (_, i) =>
    Array.from({ length: D }, (_, j) => number(i, D + j)),
  );
  const weights = Array.from({ length: personas }, (_, u) =>
    Array.from({ length: D }, (_, j) => number(u, 2 * D + j)),
  );
  const turn = (features: readonly number[]) => [{ role: 'assistant', text: `x = ${features.join(' ')}` }];
  return {
    pairs: chosen.map((features, i) => ({
      prompt: [{ role: 'user', text: `Question ${i}?` }],
      chosen: turn(features),
      rejected: turn(rejected[i]),
    })),
    personas: weights.map((some, u) => ({ id: `p${u}`, text: `weights = ${some.join(' ')}` })),
    differences: chosen.map((features, i) => features.map((value, j) => value - rejected[i][j])),
    weights,
  };
}

/** Stores twins as `signbench twins import` would. */
export async function storeTwins(store: Store, name: string, { pairs, personas }: KnownTwins): Promise<void> {
  const source = { file: 'known.jsonl', sha256: '', bytes: 0, kind: 'known' };
  await writePersonas(store, name, { personas, source, skipped: 0, problems: [] });
  const writer = linesWriter(store, name, 'pairs');
  for (const pair of pairs) await writer.push(pair);
  const counts = { pairs: pairs.length, skipped: 0, identical: 0, ties: 0, unshared: 0 };
  const manifest: PairsManifest = {
    format: 1,
    ...counts,
    source,
    options: {},
    problems: [],
    parts: await writer.finish(),
  };
  await writeManifest(store, { name, file: 'pairs.json' }, manifest);
}

/** How the model of a test chooses. */
export interface Chooser {
  /** Added to the utility of the reply that is shown first. */
  readonly bias?: number;
  readonly logprobs?: boolean;
}

/** Answers with the reply of the larger utility x.beta, and with the logit of that choice where log-probabilities are asked for. */
export const knownChooser =
  ({ bias = 0, logprobs = true }: Chooser = {}) =>
  ({ texts }: ChatQuestion): ChatReply => {
    const all = texts.join('\n');
    const beta = numbersAfter(all, /weights = ([-\d. ]+)/);
    const first = numbersAfter(all, /<reply_A>\s*x = ([-\d. ]+)/);
    const second = numbersAfter(all, /<reply_B>\s*x = ([-\d. ]+)/);
    const margin = beta.reduce((sum, b, j) => sum + b * (first[j] - second[j]), bias);
    const a = -Math.log1p(Math.exp(-margin));
    const b = -Math.log1p(Math.exp(margin));
    const content = margin > 0 ? 'A' : 'B';
    const listed = [
      ['A', a],
      ['B', b],
      [' the', -30],
    ] as const;
    const ordered = content === 'A' ? listed : ([listed[1], listed[0], listed[2]] as const);
    return { content, ...(logprobs ? { logprobs: [ordered] } : {}) };
  };

function numbersAfter(text: string, pattern: RegExp): readonly number[] {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`the question has no ${pattern}`);
  return found.trim().split(' ').map(Number);
}
