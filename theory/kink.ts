import { log } from '../kernels/math/log.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { ownRandom } from '../kernels/random/own-random.ts';
import type { SignErrors } from './finite-law.ts';
import type { PlaneScore } from './plane-score.ts';

/** A maximum at which the slope of the population score jumps: choices are not even chances on its boundary. */
export interface Kink {
  /** Chances that the score rises at the next row that turns over, to the left and to the right of the maximum; both below 1/2. */
  readonly rises: readonly [left: number, right: number];
  /** n A / 4 rows turn over a radian on either side: A of T1b. */
  readonly jump: number;
}

const NEAR = 1e-7;
const FAR = 1e-5;
/** What is left of a smooth slope's fall from FAR to NEAR is 1 %; of a jump all but the slope beside it. */
const STAYS = 0.8;
/** A jump is no rounding error if it is this share of the most that it could be. */
const LEAST = 1e-4;

/**
 * The kink of a population score at its maximum phi, null where the score is smooth there.
 *
 * Where h(x), the mean signed choice, does not vanish as x nears the boundary x . theta = 0 (no noise, noise that vanishes there, or noise that flips a share
 * of choices however clear they are), M' falls from above 0 to below 0 in one step.
 */
export function kinkAt(score: PlaneScore, phi: number): Kink | null {
  const slopes = (distance: number) => [score.at(phi - distance).slope, score.at(phi + distance).slope];
  const [left, right] = slopes(NEAR);
  const [farLeft, farRight] = slopes(FAR);
  const { jump } = score.at(phi + FAR);
  const fall = left - right;
  if (!(fall > LEAST * jump) || !(fall > STAYS * (farLeft - farRight)) || !(left > 0 && right < 0))
    return null;
  // Every row that turns over moves the score by +-2/n, and M' is the mean of it.
  return { rises: [(1 - (2 * left) / jump) / 2, (1 + (2 * right) / jump) / 2], jump };
}

/** Draws of the law, and the chance at most with which a walk that is left would have come back to its maximum. */
const DRAWS = 40_000;
const RETURN = 1e-5;

/**
 * The law of the sign estimator about a kink (T11), as a fixed sample: n A / 4 times the error in the angle of the score tends to the centroid of the
 * arcs at which two random walks are highest. Rows turn over one by one, at exponential distances of mean 1 on either side; each moves the
 * score by +2/n with the chance `rises` and by -2/n else. The rate is 1/n. Monte Carlo error of its moments about 0.5 %.
 *
 * Without noise both walks only fall, and the error is half the difference of two exponential variables: rms sqrt(1/2).
 */
export function kinkSample({ rises: [left, right] }: Kink): Float64Array {
  const { uniforms } = ownRandom();
  const sample = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw++) {
    const best = { height: 0, length: 0, moment: 0 };
    [left, right].forEach((rise, side) => {
      climb(best, { rise, sign: 2 * side - 1, next: (step) => uniforms(2 * draw + side, step) });
    });
    sample[draw] = best.moment / best.length;
  }
  return sample;
}

interface Walk {
  readonly rise: number;
  readonly sign: number;
  readonly next: (step: number) => readonly [number, number];
}

/** The highest arcs so far: their height, total length, and the integral of the place over them. */
interface Best {
  height: number;
  length: number;
  moment: number;
}

function climb(best: Best, { rise, sign, next }: Walk): void {
  const drop = rise > 0 ? Math.ceil(log(RETURN) / log(rise / (1 - rise))) : 1;
  let [height, highest, place] = [0, 0, 0];
  for (let step = 0; height > highest - drop; step++) {
    const [u, v] = next(step);
    const length = -log(v);
    if (height >= best.height) {
      if (height > best.height) Object.assign(best, { height, length: 0, moment: 0 });
      best.length += length;
      best.moment += sign * length * (place + length / 2);
    }
    place += length;
    height += u < rise ? 1 : -1;
    highest = Math.max(highest, height);
  }
}

/**
 * Errors at n by the law about a kink. Stated error: 2 %, and 0.5 for each radian of the error itself, over which the chances change.
 *
 * target: unit vector; top: the angle of the kink; sample: `kinkSample`.
 */
export function kinkErrors(
  score: PlaneScore,
  { kink, sample }: { readonly kink: Kink; readonly sample: Float64Array },
  { target, top, n }: { readonly target: readonly number[]; readonly top: number; readonly n: number },
): SignErrors | null {
  const scale = 4 / (n * kink.jump);
  const { direction: own } = score.direction(top);
  let [square, mean, ownSquare] = [0, 0, 0];
  for (const value of sample) {
    const { direction } = score.direction(top + Math.max(-PI, Math.min(PI, scale * value)));
    const error = angle(direction, target);
    square += error * error;
    mean += error;
    const ownError = angle(direction, own);
    ownSquare += ownError * ownError;
  }
  const [rms, ownRms] = [Math.sqrt(square / DRAWS), Math.sqrt(ownSquare / DRAWS)];
  if (!(ownRms < 0.5)) return null;
  return { rms, mean: mean / DRAWS, ownRms, error: Math.min(rms, ownRms) * (0.02 + 0.5 * ownRms), step: 0 };
}
