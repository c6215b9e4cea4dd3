import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { exp } from '../math/exp.ts';

/** Share of the most that one row can give below which a gradient is none. */
const NOTHING = 1e-3;
/** Blocks of eight rows that are looked at, spread evenly: enough to know a standard error to a fifth. */
const BLOCKS = 64;

/**
 * Sampling error of the surrogate's tangent gradient at theta: sqrt(mean |t_i|^2 / n), t_i = K'(z_i . theta) (z_i less its part
 * along theta), K(v) = tanh(lambda v / 2), K'(v) = (lambda / 2) (1 - K(v)^2); |theta| = 1.
 *
 * A gradient this long is what another sample of the same size would show at the population's maximum. The mean is over
 * at most 64 blocks of rows. Not less than a thousandth of the most that one row can give: where lambda is so large that no
 * row is near the boundary, both the gradient and its error are rounding.
 */
export function gradientNoise(sample: Sample, theta: ArrayLike<number>, lambda: number): number {
  const { arena, n, d, blocks } = sample;
  const data = arena.backend.f64(sample.z, comparisonsLength(n, d));
  const stride = Math.ceil(blocks / BLOCKS);
  let [sum, across, rows] = [0, 0, 0];
  for (let block = 0; block < blocks; block += stride) {
    for (let row = 8 * block; row < Math.min(n, 8 * block + 8); row++, rows++) {
      let [v, square] = [0, 0];
      for (let j = 0; j < d; j++) {
        const z = data[sampleIndex(row, j, d)];
        v += z * theta[j];
        square += z * z;
      }
      const e = exp(-Math.abs(lambda * v));
      const rise = (2 * lambda * e) / ((1 + e) * (1 + e));
      const perpendicular = Math.max(0, square - v * v);
      sum += rise * rise * perpendicular;
      across += perpendicular;
    }
  }
  const row = (0.5 * lambda * Math.sqrt(across / rows)) / n;
  return Math.max(Math.sqrt(sum / rows / n), NOTHING * row);
}
