import type { Sample } from '../arena.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { dot, norm } from '../math/vectors.ts';
import type { Chart } from './chart.ts';
import type { OnStep } from './fit.ts';
import type { ScoreKernel } from './score-kernels.ts';
import { type SmoothedSums, smoothedSums } from './smoothed-sums.ts';
import { type TangentModel, tangentModel } from './tangent-model.ts';

/** A smoothed score to climb. */
export interface Smoothed {
  readonly sample: Sample;
  readonly h: number;
  readonly kernel: ScoreKernel;
  readonly chart: Chart;
  readonly onStep?: OnStep | undefined;
}

/** Where a climb ended: at a strict maximum, on its way, on a plateau, or so far out that theta_1 = 1 is as good as 0. */
export interface Summit {
  readonly status: 'ok' | 'not-converged' | 'degenerate' | 'infeasible';
  readonly theta: Float64Array;
  readonly value: number;
  readonly model: TangentModel;
  readonly passes: number;
}

const MAX_STEPS = 100;
const MAX_HALVINGS = 40;
/** A Newton step this short beside |theta| leaves an error of its square. */
const SHORT = 1e-9;
/** Under theta_1 = 1 a |theta| this long is on its way to infinity. */
const FAR = 1e5;
/** A step is at most this long beside |theta|. */
const LONGEST = 0.5;
/** Share of the gain that the slope promises which a step must bring, and a promised gain that rounding hides. */
const ENOUGH = 1e-4;
const HIDDEN = 1e-13;

/**
 * Newton's method up the smoothed score from a point of the chart, to a local maximum. Where the second derivative is not
 * negative definite it is made so by a shift; a step is halved until it gains. It ends with a step that is `tolerance` long beside
 * |theta|.
 */
export function climbSmoothed(problem: Smoothed, start: Float64Array, tolerance = SHORT): Summit {
  const { sample, h, kernel, chart, onStep } = problem;
  let theta = start;
  let sums = smoothedSums(sample, theta, h, kernel);
  let passes = 1;
  for (let step = 0; ; step++) {
    const model = tangentModel(sums, theta, chart);
    onStep?.({ bandwidth: h, objective: sums.value, gradient: norm(model.gradient) });
    const ended = (status: Summit['status'], at = theta): Summit => ({
      status,
      theta: at,
      value: sums.value,
      model,
      passes,
    });
    const ascent = ascentStep(model);
    if (ascent === null) return ended('degenerate');
    const short = norm(ascent.step) <= tolerance * norm(theta);
    if (short) return ended(ascent.newton ? 'ok' : 'degenerate', chart.move(theta, ascent.step, 1));
    if (norm(theta) > FAR) return ended('infeasible');
    if (step === MAX_STEPS) return ended('not-converged');
    const next = gainingStep(problem, { theta, sums, model, step: ascent.step });
    passes += next.passes;
    if (next.sums === null) return ended('not-converged');
    theta = next.theta;
    sums = next.sums;
  }
}

/** Newton's step, or that of a shifted curvature; null on a plateau. */
function ascentStep({
  curvature,
  gradient,
}: TangentModel): { readonly step: Float64Array; readonly newton: boolean } | null {
  const d = gradient.length;
  const plain = cholesky(curvature, d);
  if (plain !== null) return { step: choleskySolve(plain, gradient, d), newton: true };
  let largest = 0;
  for (const value of curvature) largest = Math.max(largest, Math.abs(value));
  if (norm(gradient) === 0) return null;
  for (let shift = 1e-3 * largest; shift <= 1e3 * largest; shift *= 4) {
    const factor = cholesky(
      curvature.map((value, i) => (i % (d + 1) === 0 ? value + shift : value)),
      d,
    );
    if (factor !== null) return { step: choleskySolve(factor, gradient, d), newton: false };
  }
  return null;
}

interface From {
  readonly theta: Float64Array;
  readonly sums: SmoothedSums;
  readonly model: TangentModel;
  readonly step: Float64Array;
}

interface Gained {
  readonly theta: Float64Array;
  /** Null where no part of the step gains. */
  readonly sums: SmoothedSums | null;
  readonly passes: number;
}

function gainingStep({ sample, h, kernel, chart }: Smoothed, { theta, sums, model, step }: From): Gained {
  const promised = dot(model.gradient, step);
  let fraction = Math.min(1, (LONGEST * norm(theta)) / norm(step));
  for (let passes = 1; passes <= MAX_HALVINGS; passes++) {
    const next = chart.move(theta, step, fraction);
    const at = smoothedSums(sample, next, h, kernel);
    const gain = fraction * promised;
    if (gain < HIDDEN || at.value - sums.value >= ENOUGH * gain) return { theta: next, sums: at, passes };
    fraction /= 2;
  }
  return { theta, sums: null, passes: MAX_HALVINGS };
}
