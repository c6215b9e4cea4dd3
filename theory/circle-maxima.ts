import { PI } from '../kernels/math/trigonometry.ts';

/** A local maximum of a function on the circle: its place and its height. */
export interface Maximum {
  readonly phi: number;
  readonly height: number;
}

/** Steps of the scan over half a turn: half a degree each. */
const GRID = 360;

/**
 * Local maxima of M with M(phi + pi) = -M(phi) on [start - pi/2, start + 3 pi/2), from its slope: a scan of half a turn finds
 * where the slope changes sign, bisection where exactly; a rising zero of the slope is a maximum of the other half.
 * Heights by Gauss's rule; with one maximum the height is NaN (nobody needs it): absolute error about 1e-9 for slopes that vary over more than a degree.
 */
export function localMaxima(slopeAt: (phi: number) => number, start: number): readonly Maximum[] {
  const step = PI / GRID;
  const from = start - PI / 2;
  // An irrational part of a step keeps the grid off the symmetric zeros.
  const shift = step * 0.3819660112501051;
  const at = (i: number): number => from + shift + i * step;
  const slopes = Array.from({ length: GRID + 1 }, (_, i) => slopeAt(at(i)));
  const zeros: { phi: number; height: number; falls: boolean }[] = [];
  const climbs = [0];
  for (let i = 0; i < GRID; i++) {
    const [left, right] = [slopes[i], slopes[i + 1]];
    if (left > 0 !== right > 0 && Number.isFinite(left - right)) {
      zeros.push({ phi: zero(slopeAt, at(i), at(i + 1)), height: i, falls: left > 0 });
    }
  }
  if (zeros.length === 1) {
    const [{ phi, falls }] = zeros;
    return [{ phi: falls ? phi : phi + PI, height: Number.NaN }];
  }
  for (let i = 0; i < GRID; i++) climbs.push(climbs[i] + panel(slopeAt, at(i), at(i + 1), 2));
  const first = -climbs[GRID] / 2;
  return zeros.map(({ phi, height: i, falls }) => {
    const height = first + climbs[i] + panel(slopeAt, at(i), phi, 2);
    return falls ? { phi, height } : { phi: phi + PI, height: -height };
  });
}

/** Scores that differ by less are tied. */
const TIE = 1e-9;

/** The global ones among local maxima. */
export function highest(maxima: readonly Maximum[]): readonly Maximum[] {
  if (maxima.length < 2) return maxima;
  const top = Math.max(...maxima.map(({ height }) => height));
  return maxima.filter(({ height }) => height >= top - TIE);
}

/** Gauss-Legendre with three points on each of `parts` parts. */
function panel(f: (x: number) => number, from: number, to: number, parts: number): number {
  const width = (to - from) / parts;
  const node = Math.sqrt(0.6) / 2;
  let sum = 0;
  for (let i = 0; i < parts; i++) {
    const middle = from + (i + 0.5) * width;
    sum += (5 * f(middle - node * width) + 8 * f(middle) + 5 * f(middle + node * width)) / 18;
  }
  return sum * width;
}

/** The zero between two points where f has opposite signs, by bisection. */
function zero(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const rising = f(from) <= 0;
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === rising) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
