import { chebyshevSum } from '../kernels/math/chebyshev.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import type { PlaneScore, ScoreAt } from './plane-score.ts';

type Quick = Pick<ScoreAt, 'slope' | 'jump'>;

const PANELS = 40;
const DEGREE = 13;
const WIDTH = PI / PANELS;
/** Relative to the largest slope; where a panel is worse its points are computed one by one. */
const ACCURACY = 1e-7;

interface Panel {
  readonly slope: readonly number[];
  readonly jump: readonly number[];
}

/**
 * A score whose quick slopes come from Chebyshev series over panels of 4.5 degrees, filled as they are needed, half a turn in all:
 * for populations that take long to average. A panel that is not smooth enough (its last coefficients do not vanish) is not used.
 */
export function interpolatedScore(score: PlaneScore): PlaneScore {
  const panels: (Panel | null)[] = [];
  const nodes = Array.from(
    { length: DEGREE + 1 },
    (_, k) => sincos((PI * (2 * k + 1)) / (2 * (DEGREE + 1))).cos,
  );
  const fill = (index: number): Panel | null => {
    const values = nodes.map((x) => score.quick((index + (x + 1) / 2) * WIDTH));
    const slope = coefficients(values.map((value) => value.slope));
    const jump = coefficients(values.map((value) => value.jump));
    const size = Math.max(...values.map((value) => Math.abs(value.slope) + 1e-3 * value.jump));
    const rest = [slope, jump].map((series) => Math.abs(series[DEGREE]) + Math.abs(series[DEGREE - 1]));
    return Math.max(...rest) <= ACCURACY * size ? { slope, jump } : null;
  };
  const quick = (phi: number): Quick => {
    const half = Math.floor(phi / PI);
    const place = (phi - half * PI) / WIDTH;
    const index = Math.min(PANELS - 1, Math.floor(place));
    if (panels[index] === undefined) panels[index] = fill(index);
    const panel = panels[index];
    if (panel === null) return score.quick(phi);
    const x = 2 * (place - index) - 1;
    const sign = half % 2 === 0 ? 1 : -1;
    return { slope: sign * chebyshevSum(panel.slope, x), jump: chebyshevSum(panel.jump, x) };
  };
  return { ...score, quick };
}

function coefficients(values: readonly number[]): number[] {
  const m = values.length;
  return values.map((_, j) => {
    const sum = values.reduce(
      (total, value, k) => total + value * sincos((j * PI * (2 * k + 1)) / (2 * m)).cos,
      0,
    );
    return ((j === 0 ? 1 : 2) * sum) / m;
  });
}
