import { exp } from '../../../kernels/math/exp.ts';
import { atan2 } from '../../../kernels/math/trigonometry.ts';
import { ownRandom } from '../../../kernels/random/own-random.ts';

/** A number with its standard error; null where there is none. */
export interface Estimated {
  readonly value: number;
  readonly se: number | null;
}

/** x . beta_u of some pairs (rows) and personas (columns), row-major. */
export interface Utilities {
  readonly pairs: number;
  readonly personas: number;
  readonly values: Float64Array;
}

/** How different personas are, in what they feel about pairs. */
export interface Spread {
  /** Root mean square of x . beta_u over pairs: how sure a persona is. Quantiles over personas. */
  readonly norms: Quantiles;
  /** Angles between two personas in degrees, cos = sum_x (x . beta_u)(x . beta_v) / norms. Quantiles over pairs of personas; null of one persona. */
  readonly angles: Quantiles | null;
  /**
   * U^2 / sum_uv cos^2(u, v): 1 where all tastes lie on one line, K for K groups of the same size at right angles. It counts directions: opposite
   * tastes are one, and the angles tell them apart.
   */
  readonly effectiveTypes: Estimated;
  /** Share of pairs on which most answers, by E_u sigma(x . beta_u), are against the average utility: where the paper's consistency fails. */
  readonly signMismatch: Estimated;
  /**
   * How asymmetric x . beta_u is about x . beta_bar: a(x) = share of personas above it less share below; the root of the mean over pairs of
   * (U a^2 - 1) / (U - 1), which is 0 for symmetric tastes and 1 where all but a few are on one side. `nullTop` is the 95 %
   * quantile, and `p` the chance of as much, where each persona is replaced by its mirror image about the mean at random.
   */
  readonly asymmetry: Estimated & { readonly nullTop: number; readonly p: number };
}

export interface Quantiles {
  readonly mean: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Groups of personas that are left out one after the other for standard errors. */
const GROUPS = 20;
const FLIPS = 199;

/**
 * The spread of personas. Standard errors are over personas, by a jackknife that leaves out one of 20 groups at a time (none below 20
 * personas), given the pairs.
 */
export function spreadOf(utilities: Utilities): Spread {
  const all = columns(utilities.personas, () => true);
  const effective = jackknifed(utilities, (kept) => effectiveTypes(utilities, kept));
  const mismatch = jackknifed(utilities, (kept) => signMismatch(utilities, kept));
  const squared = jackknifed(utilities, (kept) => asymmetry(utilities, kept, null));
  const value = Math.sqrt(Math.max(0, squared.value));
  const { nullTop, p } = mirrored(utilities, squared.value);
  return {
    norms: quantiles(all.map((u) => length(utilities, u))),
    angles: utilities.personas < 2 ? null : quantiles(anglesBetween(utilities)),
    effectiveTypes: effective,
    signMismatch: mismatch,
    asymmetry: {
      value,
      se: squared.se === null || value === 0 ? null : squared.se / (2 * value),
      nullTop,
      p,
    },
  };
}

const columns = (personas: number, keep: (u: number) => boolean): readonly number[] =>
  Array.from({ length: personas }, (_, u) => u).filter(keep);

function jackknifed({ personas }: Utilities, statistic: (kept: readonly number[]) => number): Estimated {
  const value = statistic(columns(personas, () => true));
  if (personas < GROUPS) return { value, se: null };
  const left = Array.from({ length: GROUPS }, (_, g) =>
    statistic(columns(personas, (u) => u % GROUPS !== g)),
  );
  const mean = left.reduce((sum, one) => sum + one, 0) / GROUPS;
  const square = left.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  return { value, se: Math.sqrt(((GROUPS - 1) / GROUPS) * square) };
}

function length({ pairs, personas, values }: Utilities, u: number): number {
  let square = 0;
  for (let i = 0; i < pairs; i++) square += values[i * personas + u] * values[i * personas + u];
  return Math.sqrt(square / pairs);
}

/** cos(u, v) of all personas, U x U. */
const cosinesOf = new WeakMap<Utilities, Float64Array>();

function cosines(utilities: Utilities): Float64Array {
  const known = cosinesOf.get(utilities);
  if (known !== undefined) return known;
  const { pairs, personas, values } = utilities;
  const gram = new Float64Array(personas * personas);
  for (let i = 0; i < pairs; i++) {
    const at = i * personas;
    for (let u = 0; u < personas; u++) {
      const value = values[at + u];
      for (let v = 0; v <= u; v++) gram[u * personas + v] += value * values[at + v];
    }
  }
  const norms = Float64Array.from({ length: personas }, (_, u) => Math.sqrt(gram[u * personas + u]));
  const found = new Float64Array(personas * personas);
  for (let u = 0; u < personas; u++) {
    for (let v = 0; v <= u; v++) {
      const product = norms[u] * norms[v];
      const cos = product > 0 ? gram[u * personas + v] / product : 0;
      found[u * personas + v] = found[v * personas + u] = u === v ? 1 : cos;
    }
  }
  cosinesOf.set(utilities, found);
  return found;
}

function anglesBetween(utilities: Utilities): readonly number[] {
  const { personas } = utilities;
  const all = cosines(utilities);
  const degrees = 180 / Math.PI;
  return columns(personas, () => true).flatMap((u) =>
    columns(u, () => true).map((v) => {
      const cos = Math.max(-1, Math.min(1, all[u * personas + v]));
      return atan2(Math.sqrt((1 - cos) * (1 + cos)), cos) * degrees;
    }),
  );
}

function effectiveTypes(utilities: Utilities, kept: readonly number[]): number {
  const all = cosines(utilities);
  let sum = 0;
  for (const u of kept) for (const v of kept) sum += square(all[u * utilities.personas + v]);
  return (kept.length * kept.length) / sum;
}

function signMismatch({ pairs, personas, values }: Utilities, kept: readonly number[]): number {
  let against = 0;
  for (let i = 0; i < pairs; i++) {
    let [utility, answers] = [0, 0];
    for (const u of kept) {
      const t = values[i * personas + u];
      const e = exp(-Math.abs(t));
      utility += t;
      answers += ((t < 0 ? -1 : 1) * (1 - e)) / (1 + e);
    }
    if (utility * answers < 0) against++;
  }
  return against / pairs;
}

/** What rounding makes of personas who feel the same. */
const TIE = 1e-10;

/** The mean over pairs of (U a^2 - 1) / (U - 1); with `mirror` each persona's distance from the mean has that sign. */
function asymmetry(
  { pairs, personas, values }: Utilities,
  kept: readonly number[],
  mirror: Int8Array | null,
): number {
  const count = kept.length;
  if (count < 2) return 0;
  let total = 0;
  for (let i = 0; i < pairs; i++) {
    const at = i * personas;
    let [mean, largest] = [0, 0];
    for (const u of kept) {
      mean += values[at + u];
      largest = Math.max(largest, Math.abs(values[at + u]));
    }
    mean /= count;
    const tie = TIE * largest;
    let shift = 0;
    if (mirror !== null) {
      for (const u of kept) shift += mirror[u] * (values[at + u] - mean);
      shift /= count;
    }
    let above = 0;
    for (const u of kept) {
      const distance = (mirror === null ? 1 : mirror[u]) * (values[at + u] - mean) - shift;
      above += distance > tie ? 1 : distance < -tie ? -1 : 0;
    }
    total += ((above * above) / count - 1) / (count - 1);
  }
  return total / pairs;
}

/** Pairs on which the mirror images are looked at. */
const MIRRORED_PAIRS = 500;

function mirrored(utilities: Utilities, observed: number): { readonly nullTop: number; readonly p: number } {
  const pairs = Math.min(utilities.pairs, MIRRORED_PAIRS);
  const some = { ...utilities, pairs };
  const all = columns(utilities.personas, () => true);
  const random = ownRandom();
  const own = pairs === utilities.pairs ? observed : asymmetry(some, all, null);
  const found = Array.from({ length: FLIPS }, (_, k) =>
    asymmetry(
      some,
      all,
      Int8Array.from(all, (u) => (random.uniforms(u, k)[0] < 0.5 ? -1 : 1)),
    ),
  ).sort((a, b) => a - b);
  const asMuch = found.filter((value) => value >= own).length;
  const top = found[Math.ceil(0.95 * (FLIPS + 1)) - 1];
  return { nullTop: Math.sqrt(Math.max(0, top)), p: (1 + asMuch) / (FLIPS + 1) };
}

/** The mean, and the values nearest to 5, 50 and 95 % of the way, of at least one. */
export function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1) + 0.5)];
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean, low: at(0.05), median: at(0.5), high: at(0.95) };
}

const square = (value: number): number => value * value;
