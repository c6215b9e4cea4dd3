import { chebyshevSum } from '../kernels/math/chebyshev.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';

const DEGREE = 23;
/** Edges of panels, dense at 0, where heavy tails make links that have few derivatives. */
const EDGES: readonly number[] = [
  0,
  1 / 256,
  1 / 64,
  1 / 16,
  1 / 4,
  ...Array.from({ length: 18 }, (_, k) => (1 << k) / 2),
];

/**
 * A smooth function on [0, inf) as piecewise Chebyshev series on [0, 65536]; beyond, the function itself.
 * A panel is filled when it is first needed. For functions with the scale of sigma' the error is below 1e-12.
 */
export function tabulate(f: (s: number) => number): (s: number) => number {
  const panels: number[][] = [];
  return (s) => {
    if (!(s < EDGES[EDGES.length - 1])) return f(s);
    let panel = 0;
    while (s > EDGES[panel + 1]) panel++;
    const [from, to] = [EDGES[panel], EDGES[panel + 1]];
    panels[panel] ??= coefficients((x) => f((from + to) / 2 + ((to - from) / 2) * x));
    return chebyshevSum(panels[panel], (2 * s - from - to) / (to - from));
  };
}

/** Coefficients of the interpolant through Chebyshev's nodes on [-1, 1]. */
function coefficients(f: (x: number) => number): number[] {
  const m = DEGREE + 1;
  const angles = Array.from({ length: m }, (_, k) => (PI * (2 * k + 1)) / (2 * m));
  const values = angles.map((angle) => f(sincos(angle).cos));
  return Array.from({ length: m }, (_, j) => {
    const sum = angles.reduce((total, angle, k) => total + values[k] * sincos(j * angle).cos, 0);
    return ((j === 0 ? 1 : 2) * sum) / m;
  });
}
