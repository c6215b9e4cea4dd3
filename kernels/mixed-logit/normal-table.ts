import type { Stream } from '../backend.ts';
import { log } from '../math/log.ts';
import { sincosTurn } from '../math/trigonometry.ts';
import { ownRandom } from '../random/own-random.ts';

/** Standard normals in R^d for chooser u, `count` of them; the second half are the first half with the sign turned. */
export type NormalsOf = (u: number) => readonly Float64Array[];

/** Choosers with normals of their own; more than these share them. */
const OWN = 512;

/** Sets of antithetic normals, so that odd moments of what is drawn with them are exact where the law is symmetric. */
export function normalTable({ d, count, stream }: { readonly d: number; readonly count: number; readonly stream: Stream }): NormalsOf {
  const random = ownRandom(stream);
  const known = new Map<number, readonly Float64Array[]>();
  const make = (place: number): readonly Float64Array[] => {
    const half = Array.from({ length: count / 2 }, (_, r) => normals(random, { index: place * count + r, d }));
    return [...half, ...half.map((e) => e.map((value) => -value))];
  };
  return (u) => {
    const place = u % OWN;
    const found = known.get(place) ?? make(place);
    known.set(place, found);
    return found;
  };
}

/** d independent standard normals at an address, by Box and Muller. */
export function normals(random: ReturnType<typeof ownRandom>, { index, d }: { readonly index: number; readonly d: number }): Float64Array {
  const point = new Float64Array(d);
  for (let j = 0; j < d; j += 2) {
    const [u, v] = random.uniforms(index, j / 2);
    const radius = Math.sqrt(-2 * log(v));
    const { sin, cos } = sincosTurn(u);
    point[j] = radius * cos;
    if (j + 1 < d) point[j + 1] = radius * sin;
  }
  return point;
}
