import type { Stream } from '../backend.ts';
import { log } from '../math/log.ts';
import { type OwnRandom, ownRandom } from '../random/own-random.ts';
import { standardNormals } from './standard-normals.ts';

/** A draw of the multivariate t law with six degrees of freedom, and the logarithm of its density but for a constant. */
export interface Proposal {
  readonly point: Float64Array;
  readonly logDensity: number;
}

/** The proposals of chooser u; the second half are the first half with the sign turned. */
export type ProposalsOf = (u: number) => readonly Proposal[];

/** Choosers with proposals of their own; more than these share them. */
const OWN = 512;
const DEGREES = 6;
/** Attempts of the uniforms that the normals of a point do not use. */
const CHI_SQUARE = 0x10000;

/**
 * Sets of antithetic proposals. Student's law rather than the normal one: where choices tell less and less of a taste further out, its
 * law given the choices has wider tails than around its mode, and normal proposals would have weights without a bound.
 */
export function proposalTable({
  d,
  count,
  stream,
}: {
  readonly d: number;
  readonly count: number;
  readonly stream: Stream;
}): ProposalsOf {
  const random = ownRandom(stream);
  const known = new Map<number, readonly Proposal[]>();
  const make = (place: number): readonly Proposal[] => {
    const half = Array.from({ length: count / 2 }, (_, r) =>
      proposal(random, { index: place * count + r, d }),
    );
    const turned = half.map((one) => ({ ...one, point: one.point.map((value) => -value) }));
    return [...half, ...turned];
  };
  return (u) => {
    const place = u % OWN;
    const found = known.get(place) ?? make(place);
    known.set(place, found);
    return found;
  };
}

function proposal(random: OwnRandom, at: { readonly index: number; readonly d: number }): Proposal {
  const [u, v] = random.uniforms(at.index, CHI_SQUARE);
  const [w] = random.uniforms(at.index, CHI_SQUARE + 1);
  // A chi-square of six degrees is minus twice the sum of three logarithms.
  const chiSquare = -2 * (log(u) + log(v) + log(w));
  const scale = Math.sqrt(DEGREES / chiSquare);
  const point = standardNormals(random, at).map((value) => scale * value);
  let square = 0;
  for (const value of point) square += value * value;
  return { point, logDensity: (-(DEGREES + at.d) / 2) * log(1 + square / DEGREES) };
}
