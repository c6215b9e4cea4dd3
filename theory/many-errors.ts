import { inverseCubeRoot } from '../kernels/math/cube-root.ts';
import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { acos } from '../kernels/math/trigonometry.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from './chernoff-moments.ts';
import { localMaxima, type Maximum } from './circle-maxima.ts';
import { BROAD, finiteLaw, latticeShrink, type SignErrors, stepOf } from './finite-law.ts';
import { solveLowerTransposed } from './linear-algebra.ts';
import type { PlaneScore } from './plane-score.ts';
import type { SignLimit } from './sign-limit.ts';
import { sliceScore } from './slice-score.ts';
import { scaleOf, type TangentAxis } from './spread.ts';

/** With more axes than this, groups of near curvatures share the law of one of them. */
const MOST_SLICES = 4;

/** An axis with the score along its great circle, and the axes that it stands for. */
interface Slice {
  readonly score: PlaneScore;
  readonly maxima: readonly Maximum[];
  /** What 1 radian along e moves theta by, and how far the target lies that way. */
  readonly lean: number;
  readonly axes: readonly TangentAxis[];
}

/** What the law at finite n says of one axis alone. */
interface SliceErrors {
  readonly mean: number;
  readonly absolute: number;
  readonly square: number;
  readonly step: number;
}

/**
 * The errors of the sign estimator at finite n in d > 2 (T7 axis by axis): on the great circle through the limit along each axis of the tangent the score is one of two
 * features, whose law at finite n gives that axis's mean square in place of c_i^2 n^(-2/3) E Z^2; the axes join as they do at large n (spread.ts). What axes do to
 * one another before that is left out. Stated error: that of the spread, 2 % and 0.15 q as in finite-law.ts, and 0.2 rms^2 for broad errors.
 *
 * limit: with its surroundings; target: unit vector. The function is null at sizes where the scheme fails.
 */
export function manyErrors(limit: SignLimit, target: readonly number[]): (n: number) => SignErrors | null {
  const { around, spread, bias } = limit;
  if (around === null || spread === null) return () => null;
  const slices = slicesOf(around, target);
  return (n) => {
    const found = slices.map((slice) => sliceErrors(slice, n));
    if (found.some((one) => one === null)) return null;
    const large = inverseCubeRoot(n);
    let [shape, shift, step, weight] = [0, 0, 0, 0];
    const axes = found.flatMap((one, i) => {
      if (one === null) return [];
      const { axes: own, lean } = slices[i];
      const usual = meanSquare(own) * CHERNOFF_RMS * CHERNOFF_RMS * large * large;
      const share = own.reduce((sum, axis) => sum + axis.count * axis.square * axis.stretch, 0);
      const flat = one.absolute / Math.sqrt(one.square) / (CHERNOFF_MEAN_ABSOLUTE / CHERNOFF_RMS);
      shape += share * log(flat);
      shift -= 2 * lean * one.mean;
      step += share * one.step;
      weight += share;
      return own.map((axis) => ({ ...axis, square: (axis.square * one.square) / usual }));
    });
    const { spread: now } = scaleOf(0, axes, spread.constant !== null);
    if (now === null) return null;
    const ownRms = now.rms * large;
    const m = axes.reduce((sum, { count }) => sum + count, 0);
    const mean = now.mean * large * exp(shape / weight / m);
    const rms = Math.sqrt(Math.max(0, ownRms * ownRms + bias * bias + shift));
    const share = spread.error + 0.02 + 0.15 * (step / weight) + MANY_BROAD * BROAD * ownRms * ownRms;
    return {
      rms,
      mean: bias > 1e-9 ? null : mean,
      ownRms,
      error: Math.min(rms, ownRms) * share + (limit.error ?? 0),
      step: step / weight,
    };
  };
}

const MANY_BROAD = 5 / 3;

const meanSquare = (axes: readonly TangentAxis[]): number =>
  axes.reduce((sum, { count, square }) => sum + count * square, 0) /
  axes.reduce((sum, { count }) => sum + count, 0);

function slicesOf(around: NonNullable<SignLimit['around']>, target: readonly number[]): readonly Slice[] {
  const { u, lower } = around;
  const seen = solveLowerTransposed(lower, u);
  const size = norm(seen);
  const own = seen.map((value) => value / size);
  const turn = acos(Math.max(-1, Math.min(1, dot(own, target))));
  const ahead = target.map((value, j) => value - dot(own, target) * own[j]);
  const towards = norm(ahead) > 0 ? ahead.map((value) => (turn * value) / norm(ahead)) : ahead;
  return grouped(around.axes).map((axes) => {
    const { e } = axes[Math.floor(axes.length / 2)];
    const score = sliceScore(around, e);
    const found = localMaxima((phi) => score.quick(phi).slope, 0);
    // The limit itself is place 0, whatever rounding or a sample make of it.
    const others = found.filter(({ phi }) => Math.abs(phi) > 0.02);
    const moved = solveLowerTransposed(lower, e).map((value) => value / size);
    return {
      score,
      maxima: [{ phi: 0, height: Number.NaN }, ...others],
      lean: dot(moved, towards),
      axes,
    };
  });
}

/** Axes in at most four groups by their size. */
function grouped(axes: readonly TangentAxis[]): readonly (readonly TangentAxis[])[] {
  if (axes.length <= MOST_SLICES) return axes.map((one) => [one]);
  const sorted = [...axes].sort((a, b) => a.square - b.square);
  const each = Math.ceil(sorted.length / MOST_SLICES);
  return Array.from({ length: MOST_SLICES }, (_, k) => sorted.slice(k * each, (k + 1) * each)).filter(
    (group) => group.length > 0,
  );
}

function sliceErrors({ score, maxima }: Slice, n: number): SliceErrors | null {
  const law = finiteLaw(score, { maxima, top: 0 }, n);
  if (!(law.defect < 0.2)) return null;
  let [mean, absolute, square] = [0, 0, 0];
  law.places.forEach((place, k) => {
    mean += law.shares[k] * place;
    absolute += law.shares[k] * Math.abs(place);
    square += law.shares[k] * place * place;
  });
  const step = stepOf(n, score.quick(0).jump, Math.sqrt(square));
  const shrink = latticeShrink(step);
  return { mean: mean * shrink, absolute: absolute * shrink, square: square * shrink * shrink, step };
}
