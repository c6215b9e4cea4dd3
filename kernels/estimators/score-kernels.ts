import { exp } from '../math/exp.ts';
import { normalCdf } from '../math/normal-cdf.ts';
import { PI } from '../math/trigonometry.ts';

/** A smooth K that goes from 0 to 1 and whose derivative K' is a kernel of order r: its moments 1 .. r - 1 are zero. */
export interface ScoreKernel {
  /** r. */
  readonly order: 2 | 4;
  /** Where |t| is at least this, K' and K'' are 0, for the normal kernel below 1e-17. */
  readonly reach: number;
  /** 2 K(t) - 1, 2 K'(t) and 2 K''(t) into out, |t| < reach. */
  readonly at: (t: number, out: Float64Array) => void;
}

const DENSITY = Math.sqrt(2 / PI);
/** Nodes of the table, per unit and in all: 0 to 9. */
const PER_UNIT = 64;
const NODES = 9 * PER_UNIT + 1;

/** 2 Phi - 1 and 2 phi at the nodes, made when first asked for. */
let table: { readonly sign: Float64Array; readonly slope: Float64Array } | undefined;

function normalTable(): NonNullable<typeof table> {
  table ??= {
    sign: Float64Array.from({ length: NODES }, (_, k) => 1 - 2 * normalCdf(-k / PER_UNIT)),
    slope: Float64Array.from(
      { length: NODES },
      (_, k) => DENSITY * exp(-0.5 * (k / PER_UNIT) * (k / PER_UNIT)),
    ),
  };
  return table;
}

/**
 * K the normal distribution function, by Taylor's series from the nearest node: with Hermite's polynomials He_k,
 * phi(a + x) = phi(a) sum_k He_k(a) (-x)^k / k!, |x| <= 1/128. Absolute error below 1e-15.
 */
const NORMAL: ScoreKernel = {
  order: 2,
  reach: 9,
  at(t, out) {
    const { sign, slope } = normalTable();
    const size = Math.abs(t);
    const node = Math.round(size * PER_UNIT);
    const a = node / PER_UNIT;
    const x = size - a;
    const h2 = a * a - 1;
    const h3 = a * h2 - 2 * a;
    const h4 = a * h3 - 3 * h2;
    const h5 = a * h4 - 4 * h3;
    const c1 = -a;
    const c2 = h2 / 2;
    const c3 = -h3 / 6;
    const c4 = h4 / 24;
    const c5 = -h5 / 120;
    const c6 = (a * h5 - 5 * h4) / 720;
    const density = slope[node] * (1 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * c6))))));
    const rise = x * (1 + x * (c1 / 2 + x * (c2 / 3 + x * (c3 / 4 + x * (c4 / 5 + x * (c5 / 6))))));
    const value = sign[node] + slope[node] * rise;
    out[0] = t < 0 ? -value : value;
    out[1] = density;
    out[2] = -t * density;
  },
};

/**
 * K = 1/2 + (105 / 64) (u - 5 u^3 / 3 + 7 u^5 / 5 - 3 u^7 / 7), u = t / 5, for |t| < 5, 0 or 1 beyond:
 * K' = (21 / 64) (1 - u^2)^2 (1 - 3 u^2).
 */
const FOURTH: ScoreKernel = {
  order: 4,
  reach: 5,
  at(t, out) {
    const u = t / 5;
    const w = u * u;
    out[0] = (105 / 32) * u * (1 - w * (5 / 3 - w * (7 / 5 - (3 / 7) * w)));
    out[1] = (21 / 32) * (1 - w) * (1 - w) * (1 - 3 * w);
    out[2] = (21 / 160) * u * (1 - w) * (18 * w - 10);
  },
};

/** The kernels of Horowitz (1992): the normal one of order 2, and his of order 4. */
export const scoreKernel = (order: ScoreKernel['order']): ScoreKernel => (order === 2 ? NORMAL : FOURTH);
