/** A problem u_tau = D u_yy + b u_y, u = 0 at y = 0, on a grid that is fine at 0; u is the chance to stay above 0. */
export interface Survival {
  readonly values: Float64Array;
  /** Advances by `duration` with drift b and diffusion D frozen. */
  advance(duration: number, drift: number, diffusion: number): void;
  /** u_y at y = 0, for the drift and diffusion that hold there. */
  slope(drift: number, diffusion: number): number;
}

/** 1 - sqrt(1/2). */
const GAMMA = 1 - Math.SQRT1_2;

/**
 * Finite differences on the given increasing grid of y > 0, u = 1 to begin with and u_y = 0 at the far end.
 *
 * Time: Alexander's second-order L-stable Runge-Kutta method, two solves with one tridiagonal matrix a step; its damping
 * forgets the thin layers that long steps cannot follow. Space: central differences, with diffusion added where the drift over a cell is
 * more than twice the diffusion, so that no u is ever negative.
 * Source: Alexander (1977), SIAM J. Numer. Anal. 14, 1006-1021.
 */
export function survival(grid: Float64Array): Survival {
  const m = grid.length;
  const values = new Float64Array(m).fill(1);
  const [lower, upper, pivots, scratch] = [0, 1, 2, 3].map(() => new Float64Array(m));
  const stepAt = (j: number): number => grid[j] - (j === 0 ? 0 : grid[j - 1]);

  function factor(duration: number, drift: number, diffusion: number): void {
    const scale = GAMMA * duration;
    for (let j = 0; j < m; j++) {
      const below = stepAt(j);
      const above = j + 1 < m ? stepAt(j + 1) : below;
      const width = (below + above) / 2;
      const up = (Math.max(diffusion, (Math.abs(drift) * above) / 2) / above + drift / 2) / width;
      const down = (Math.max(diffusion, (Math.abs(drift) * below) / 2) / below - drift / 2) / width;
      const last = j + 1 === m;
      lower[j] = -scale * (last ? up + down : down);
      upper[j] = last ? 0 : -scale * up;
      const diagonal = 1 + scale * (up + down);
      pivots[j] = j === 0 ? diagonal : diagonal - (lower[j] / pivots[j - 1]) * upper[j - 1];
    }
  }

  function solve(x: Float64Array): void {
    for (let j = 1; j < m; j++) x[j] -= (lower[j] / pivots[j - 1]) * x[j - 1];
    x[m - 1] /= pivots[m - 1];
    for (let j = m - 2; j >= 0; j--) x[j] = (x[j] - upper[j] * x[j + 1]) / pivots[j];
  }

  return {
    values,
    advance(duration, drift, diffusion) {
      factor(duration, drift, diffusion);
      scratch.set(values);
      solve(scratch);
      const ratio = (1 - GAMMA) / GAMMA;
      for (let j = 0; j < m; j++) values[j] += ratio * (scratch[j] - values[j]);
      solve(values);
    },
    slope(drift, diffusion) {
      // D u_yy + b u_y = 0 at y = 0, so that u = u_y y (1 - b y / 2D + ...) in the first cell.
      const ratio = (drift * grid[0]) / (2 * diffusion);
      return values[0] / (grid[0] * (1 - ratio + (2 * ratio * ratio) / 3));
    },
  };
}
