import { log } from '../../kernels/math/log.ts';
import { sincosTurn } from '../../kernels/math/trigonometry.ts';
import type { ChoicePanel } from '../../kernels/mixed-logit/choice-panel.ts';
import { standardNormals } from '../../kernels/mixed-logit/standard-normals.ts';
import { ownRandom } from '../../kernels/random/own-random.ts';

/** Laws of tastes around (1, -.5, .5, 0, ...). Symmetric are all but `uneven` and the gammas. */
export type TasteLaw =
  | 'normal'
  | 'even'
  | 'even-near'
  | 'student'
  | 'uneven'
  | 'gamma'
  | 'gamma-along'
  | 'alike';

export interface TastePanel {
  readonly law: TasteLaw;
  readonly choosers: number;
  readonly situations: number;
  readonly alternatives: number;
  readonly d: number;
  /** Which of many. */
  readonly number: number;
}

const MEAN = [1, -0.5, 0.5];
const ACROSS = [0.3, 1.2, 0.6];

/** A panel of choices: features are standard normal, choices a conditional logit. */
export function tastePanel({ law, choosers, situations, alternatives, d, number }: TastePanel): ChoicePanel {
  const random = (role: number) => ownRandom({ key0: 0x70616e65, key1: d, role, replicate: number });
  const rows: number[] = [];
  for (let u = 0; u < choosers; u++) {
    const taste = tasteOf(law, {
      noise: standardNormals(random(1), { index: u, d }),
      uniform: (k) => random(2).uniforms(u, k)[0],
    });
    for (let t = 0; t < situations; t++) {
      const at = u * situations + t;
      const items = Array.from({ length: alternatives }, (_, k) =>
        standardNormals(random(3 + k), { index: at, d }),
      );
      const utilities = items.map(
        (x, k) =>
          x.reduce((sum, value, j) => sum + value * taste[j], 0) - log(-log(random(100 + k).uniforms(at)[0])),
      );
      const best = utilities.indexOf(Math.max(...utilities));
      for (const [k, x] of items.entries()) {
        if (k !== best) rows.push(...x.map((value, j) => items[best][j] - value));
      }
    }
  }
  const each = (count: number, step: number) => Uint32Array.from({ length: count + 1 }, (_, i) => i * step);
  return {
    d,
    rows: Float64Array.from(rows),
    situations: each(choosers * situations, alternatives - 1),
    choosers: each(choosers, situations),
  };
}

interface Drawn {
  readonly noise: Float64Array;
  readonly uniform: (k: number) => number;
}

function tasteOf(law: TasteLaw, { noise, uniform }: Drawn): number[] {
  const at = (values: readonly number[], j: number): number => values[j] ?? 0;
  const around = (shift: number, spread: number): number[] =>
    Array.from(noise, (value, j) => at(MEAN, j) + shift * at(ACROSS, j) + spread * value);
  switch (law) {
    case 'normal':
      return around(0, 0.7);
    case 'even':
      return around(uniform(0) < 0.5 ? 1 : -1, 0.2);
    case 'even-near':
      return around(uniform(0) < 0.5 ? 0.7 : -0.7, 0.5);
    case 'student':
      return around(0, 0.6 * studentStretch(uniform));
    case 'uneven':
      return around(uniform(0) < 0.8 ? -0.5 : 2, 0.2);
    case 'gamma':
      return around(gammaOfTwo(uniform), 0.5);
    case 'gamma-along': {
      const stretch = 0.6 * gammaOfTwo(uniform);
      return around(0, 0.5).map((value, j) => value + stretch * at(MEAN, j));
    }
    case 'alike':
      return around(0, 0);
    default:
      return law satisfies never;
  }
}

/** Mean 0, variance 1, skewness sqrt 2. */
const gammaOfTwo = (uniform: (k: number) => number): number =>
  (-log(uniform(0)) - log(uniform(1)) - 2) / Math.SQRT2;

/** sqrt(5 / chi-square of 5): normal numbers times it are of Student's law with five degrees of freedom. */
function studentStretch(uniform: (k: number) => number): number {
  const normal = Math.sqrt(-2 * log(uniform(3))) * sincosTurn(uniform(4)).cos;
  return Math.sqrt(5 / (-2 * (log(uniform(1)) + log(uniform(2))) + normal * normal));
}
