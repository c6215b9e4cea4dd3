import { createHash } from 'node:crypto';
import { type OwnRandom, ownRandom } from '../../../kernels/random/own-random.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { TwinsError } from '../twins-error.ts';

/** Who judges what: so many random personas a pair, or so many random pairs a persona. */
export interface Design {
  readonly kind: 'per-pair' | 'per-persona';
  readonly count: number;
}

/** The personas that judge pair i: `persona[start[i]]` up to `persona[start[i + 1] - 1]`. */
export interface Judgements {
  readonly start: Uint32Array;
  readonly persona: Uint32Array;
}

export interface DesignSize {
  readonly pairs: number;
  readonly personas: number;
}

const ROLES = { 'per-pair': 1, 'per-persona': 2, order: 3 } as const;

/**
 * Draws who judges what, without replacement: each pair is judged by `count` different personas, or each persona judges `count` different
 * pairs, every choice of so many equally likely. A design of a larger count begins with the draws of a smaller one, so that asking
 * for more adds judgements and drops none.
 *
 * @throws TwinsError where there are fewer personas, or pairs, than each is to be given.
 */
export function drawDesign(design: Design, size: DesignSize, seed: number): Judgements {
  const { pairs, personas } = size;
  const [units, from, ofWhat] =
    design.kind === 'per-pair' ? [pairs, personas, 'personas'] : [personas, pairs, 'pairs'];
  if (design.count > from) {
    throw new TwinsError(
      `--${design.kind} is ${design.count}, and there are ${from} ${ofWhat}; it may be at most that.`,
    );
  }
  const random = streamOf(seed, ROLES[design.kind]);
  const drawn = Array.from({ length: units }, (_, unit) =>
    withoutReplacement(random, unit, [design.count, from]),
  );
  if (design.kind === 'per-persona') return byPair(drawn, pairs);
  return {
    start: Uint32Array.from({ length: pairs + 1 }, (_, i) => i * design.count),
    persona: Uint32Array.from(drawn.flatMap((some) => Array.from(some))),
  };
}

/** Whether persona u is shown the chosen reply of pair i first, with probability 1/2, where only one order is asked. */
export function drawOrders(seed: number): (pair: number, persona: number) => boolean {
  const random = streamOf(seed, ROLES.order);
  return (pair, persona) => random.uniforms(pair, persona)[0] < 0.5;
}

function streamOf(seed: number, role: number): OwnRandom {
  const hash = createHash('sha256')
    .update(canonicalJson({ elicit: 1, seed }))
    .digest();
  return ownRandom({ key0: hash.readUInt32LE(0), key1: hash.readUInt32LE(4), role, replicate: 0 });
}

/** The first `count` places of a random permutation of 0 .. from - 1: Fisher and Yates, of which only what moved is kept. */
function withoutReplacement(
  random: OwnRandom,
  unit: number,
  [count, from]: readonly [count: number, from: number],
): Uint32Array {
  const moved = new Map<number, number>();
  const at = (place: number): number => moved.get(place) ?? place;
  return Uint32Array.from({ length: count }, (_, k) => {
    const place = k + Math.floor(random.uniforms(unit, k)[0] * (from - k));
    const taken = at(place);
    moved.set(place, at(k));
    return taken;
  });
}

/** Turns the pairs of each persona into the personas of each pair, in ascending order. */
function byPair(pairsOf: readonly Uint32Array[], pairs: number): Judgements {
  const start = new Uint32Array(pairs + 1);
  for (const some of pairsOf) for (const pair of some) start[pair + 1]++;
  for (let i = 0; i < pairs; i++) start[i + 1] += start[i];
  const persona = new Uint32Array(start[pairs]);
  const next = start.slice(0, pairs);
  for (const [u, some] of pairsOf.entries()) for (const pair of some) persona[next[pair]++] = u;
  return { start, persona };
}
