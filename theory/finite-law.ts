import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { CHERNOFF_RMS } from './chernoff-moments.ts';
import type { Maximum } from './circle-maxima.ts';
import type { PlaneScore } from './plane-score.ts';
import { survival } from './survival.ts';

/** The law of the angle phi of the sign estimator at one n: density at places, with the weights of a sum over them. */
export interface FiniteLaw {
  readonly places: readonly number[];
  /** Probability of each place; they sum to 1. */
  readonly shares: readonly number[];
  /** |1 - sum| before they were made to sum to 1: how far the numerical scheme is off. */
  readonly defect: number;
}

/** Cells of the grid across, and steps a length scale along. */
const CELLS = 220;

/**
 * The law of argmax_phi M(phi) + n^(-1/2) B(phi) (T7), B Gaussian with independent increments of variance Int A.
 *
 * phi is the argmax where the process stays below its value on both sides: its density is
 * (A / 2n) u_y(phi, 0) v_y(phi, 0), u and v the chances to stay below for good of a process that starts y below, ahead
 * and behind; both solve a parabolic equation in (phi, y), solved backwards from the antipode. That B(phi + pi) = -B(phi) is left out: the antipode
 * then counts as independent, which matters only where errors beyond 90 degrees do.
 * Deterministic; relative error of the moments below 1 % as an answer to T7.
 *
 * maxima: local maxima of M, about which the grid is fine; top: the global one.
 */
export function finiteLaw(
  score: PlaneScore,
  { maxima, top }: { readonly maxima: readonly Maximum[]; readonly top: number },
  n: number,
): FiniteLaw {
  const scales = maxima.map(({ phi }) => ({ phi: near(phi, top), length: lengthAt(score, phi, n) }));
  const places = timeGrid(scales, top);
  // Where next to nothing turns over the diffusion must not vanish.
  const least = 1e-6 * score.quick(top).jump;
  const diffusing = (phi: number): { readonly slope: number; readonly jump: number } => {
    const { slope, jump } = score.quick(phi);
    return { slope, jump: Math.max(jump, least) };
  };
  const middles = places.slice(1).map((place, k) => diffusing((place + places[k]) / 2));
  const nodes = places.map(diffusing);
  const grid = heightGrid({ scales, middles, n });
  const count = places.length;
  const ahead = new Array<number>(count);
  const behind = new Array<number>(count);
  const u = survival(grid);
  for (let k = count - 1; k >= 0; k--) {
    if (k + 1 < count) {
      const { slope, jump } = middles[k];
      u.advance(places[k + 1] - places[k], -slope, jump / (2 * n));
    }
    ahead[k] = u.slope(-nodes[k].slope, nodes[k].jump / (2 * n));
  }
  const v = survival(grid);
  for (let k = 0; k < count; k++) {
    if (k > 0) {
      const { slope, jump } = middles[k - 1];
      v.advance(places[k] - places[k - 1], slope, jump / (2 * n));
    }
    behind[k] = v.slope(nodes[k].slope, nodes[k].jump / (2 * n));
  }
  const raw = places.map((place, k) => {
    const width = ((places[k + 1] ?? place) - (places[k - 1] ?? place)) / 2;
    return (nodes[k].jump / (2 * n)) * ahead[k] * behind[k] * width;
  });
  const total = raw.reduce((sum, share) => sum + share, 0);
  return { places, shares: raw.map((share) => share / total), defect: Math.abs(1 - total) };
}

/** Errors of the sign estimator at one n, radians. */
export interface SignErrors {
  /** Root-mean-square and mean angle from the target. */
  readonly rms: number;
  /** Null where only the root mean square is known. */
  readonly mean: number | null;
  /** Root-mean-square angle from its own limit. */
  readonly ownRms: number;
  /** How far the first two may be off, radians. */
  readonly error: number;
  /** The step 2/n of the score in units of what it moves over the scale of the error. */
  readonly step: number;
}

/**
 * The errors that the finite-n law predicts, with the lattice correction: M_n moves in steps of 2/n, so that several arcs tie and their
 * centroid is nearer to the limit than the argmax of a diffusion, by a share of 0.2 q, q = 2 / (n A l)^(1/2) the step in units of what the process
 * moves over the scale l of the error. The factor 0.2 is fitted to simulations of nine populations (it is 0.185 (18));
 * with it they agree within 2 % from n = 1000 on. Where errors are broad the law is up to 6 % too wide. Stated error: 1 %, 0.15 q, and a share
 * 0.12 rms^2 for broad errors.
 *
 * target: unit vector; top: the angle of the law's own limit.
 */
export function signErrors(
  { places, shares }: FiniteLaw,
  score: PlaneScore,
  { target, top, n }: { readonly target: readonly number[]; readonly top: number; readonly n: number },
): SignErrors {
  const { direction: own } = score.direction(top);
  const spread = Math.sqrt(
    places.reduce((sum, place, k) => sum + shares[k] * (place - top) * (place - top), 0),
  );
  const step = stepOf(n, score.quick(top).jump, spread);
  const shrink = latticeShrink(step);
  let [square, mean, ownSquare] = [0, 0, 0];
  places.forEach((place, k) => {
    if (shares[k] < 1e-18) return;
    const { direction } = score.direction(top + shrink * (place - top));
    const error = angle(direction, target);
    square += shares[k] * error * error;
    mean += shares[k] * error;
    const ownError = angle(direction, own);
    ownSquare += shares[k] * ownError * ownError;
  });
  const rms = Math.sqrt(square);
  // A limit is known far better than the noise about it.
  const noise = Math.min(rms, Math.sqrt(ownSquare));
  return {
    rms,
    mean,
    ownRms: Math.sqrt(ownSquare),
    error: noise * (0.01 + 0.15 * step + BROAD * rms * rms),
    step,
  };
}

const TIES = 0.2;
/** Of the stated error, a share for each square radian of mean squared error. */
export const BROAD = 0.12;

/** The step 2/n of the score in units of what it moves over the scale of an error of this root mean square; jump: A. */
export const stepOf = (n: number, jump: number, rms: number): number =>
  2 / Math.sqrt((n * jump * rms) / CHERNOFF_RMS);

/** By what the distance of a place from the limit shrinks, since several arcs tie and their centroid is taken; step: `SignErrors.step`. */
export const latticeShrink = (step: number): number => 1 - Math.min(0.2, TIES * step);

/** phi plus a whole number of turns, within half a turn of `top`. */
const near = (phi: number, top: number): number => phi - 2 * PI * Math.round((phi - top) / (2 * PI));

interface Scale {
  readonly phi: number;
  readonly length: number;
}

/** The l at which the score has fallen by what the noise moves over l: V l^2 / 2 = (A l / n)^(1/2). */
function lengthAt(score: PlaneScore, phi: number, n: number): number {
  const { curvature, jump } = score.at(phi);
  const flat = 0.5;
  if (!(curvature > 0)) return flat;
  return Math.min(flat, exp(log((2 * Math.sqrt(jump / n)) / curvature) * (2 / 3)));
}

/** Places from top - pi to top + pi, fine about the local maxima and growing with the distance to the nearest. */
function timeGrid(scales: readonly Scale[], top: number): readonly number[] {
  const stepAt = (phi: number): number =>
    Math.min(
      PI / 40,
      ...scales.map(({ phi: centre, length }) => {
        const distance = Math.min(...[-2, 0, 2].map((turns) => Math.abs(phi - centre + turns * PI)));
        return length / 24 + Math.max(0, distance - 1.2 * length) / 14;
      }),
    );
  const half = (sign: number): number[] => {
    const list: number[] = [];
    for (let phi = top; ; ) {
      // The step at the middle of the step, so that the grid is as fine going in as going out.
      const first = stepAt(phi);
      phi += sign * Math.min(first, stepAt(phi + (sign * first) / 2), stepAt(phi + sign * first));
      if (Math.abs(phi - top) >= PI) return [...list, top + sign * PI];
      list.push(phi);
    }
  };
  return [...half(-1).reverse(), top, ...half(1)];
}

/** Heights y_j from a sixth of the thinnest layer to beyond what the process can climb. */
function heightGrid({
  scales,
  middles,
  n,
}: {
  readonly scales: readonly Scale[];
  readonly middles: readonly { readonly slope: number; readonly jump: number }[];
  readonly n: number;
}): Float64Array {
  const steepest = Math.max(...middles.map(({ slope }) => Math.abs(slope)));
  const jump = Math.max(...middles.map((middle) => middle.jump));
  const shortest = Math.min(...scales.map(({ length }) => length));
  const layer = jump / (2 * n) / steepest;
  const first = Math.min(layer / 3, Math.sqrt((jump * shortest) / n) / 30);
  const last = 2 * PI * steepest + 6 * Math.sqrt((2 * PI * jump) / n);
  // y_j = scale sinh(rate j): linear near 0 and geometric beyond.
  const rate = growth(last / first);
  const scale = first / sinh(rate);
  return Float64Array.from({ length: CELLS }, (_, j) => scale * sinh(rate * (j + 1)));
}

const sinh = (x: number): number => (exp(x) - exp(-x)) / 2;

/** The rate r with sinh(CELLS r) / sinh(r) = ratio, by bisection. */
function growth(ratio: number): number {
  let [low, high] = [1e-9, 1];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (sinh(CELLS * middle) / sinh(middle) < ratio) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
