import { featuresOf } from '../../../kernels/dense/dense-table.ts';
import type { PersonaFit } from '../../../kernels/dense/persona-fits.ts';
import { norm } from '../../../kernels/math/vectors.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import type { Store } from '../../../results/store/store.ts';
import type { OpenTable } from '../fit/open-table.ts';
import { knownOf, readKnown } from '../simulate.ts';
import { type Estimated, quantiles, spreadOf, type Utilities } from './spread.ts';
import type { TruthManifest } from './truth-manifest.ts';

/** Pairs on which personas are compared, spread evenly. */
const LOOKED = 2000;

/** Rows of some pairs, spread evenly. */
export interface Looked {
  readonly rows: readonly Float32Array[];
  readonly d: number;
}

export function lookedAt({ table }: OpenTable): Looked {
  const { n, d } = table;
  const data = featuresOf(table);
  const count = Math.min(n, LOOKED);
  const rows = Array.from({ length: count }, (_, k) => {
    const i = Math.floor((k * n) / count);
    return data.subarray(i * d, (i + 1) * d);
  });
  return { rows, d };
}

export function utilitiesOn({ rows, d }: Looked, thetas: readonly Float64Array[]): Utilities {
  const personas = thetas.length;
  const values = new Float64Array(rows.length * personas);
  for (const [i, row] of rows.entries()) {
    for (const [u, theta] of thetas.entries()) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += row[j] * theta[j];
      values[i * personas + u] = sum;
    }
  }
  return { pairs: rows.length, personas, values };
}

/** Personas of whom a half has no taste, for want of labels, say nothing about it. */
export function reliabilityOf(looked: Looked, answers: readonly PersonaFit[]): Estimated | null {
  const [first, second] = [0, 1].map((half) =>
    utilitiesOn(
      looked,
      answers.map(({ halves }) => halves[half]),
    ),
  );
  const found = answers.flatMap((_, u) => {
    let [product, a, b] = [0, 0, 0];
    for (let i = 0; i < first.pairs; i++) {
      const [x, y] = [first.values[i * first.personas + u], second.values[i * first.personas + u]];
      product += x * y;
      a += x * x;
      b += y * y;
    }
    return a > 0 && b > 0 ? [product / Math.sqrt(a * b)] : [];
  });
  return found.length === 0 ? null : meanOf(found);
}

function meanOf(values: readonly number[]): Estimated {
  const count = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / count;
  const square = values.reduce((sum, one) => sum + (one - value) * (one - value), 0);
  return { value, se: count < 2 ? null : Math.sqrt(square / (count - 1) / count) };
}

interface Comparing {
  readonly looked: Looked;
  readonly heard: readonly number[];
  readonly answers: readonly PersonaFit[];
  readonly labels: number;
}

export async function comparedWithKnown(
  store: Store,
  labelsManifest: OpenTable['labelsManifest'],
  { looked, heard, answers, labels: personas }: Comparing,
): Promise<TruthManifest['known']> {
  const stored = knownOf(labelsManifest);
  if (stored === null) return null;
  const { d } = looked;
  const known = await readKnown(store, stored, { personas, columns: d });
  const own = heard.map((u) => known.subarray(u * d, (u + 1) * d));
  const all = Array.from({ length: personas }, (_, u) => known.subarray(u * d, (u + 1) * d));
  const estimate = averageOf(answers.map(({ theta }) => theta));
  const average = averageOf(all);
  const both = utilitiesOn(looked, [estimate, average]);
  const [theirs, ours] = [
    utilitiesOn(looked, own),
    utilitiesOn(
      looked,
      answers.map(({ theta }) => theta),
    ),
  ];
  return {
    averageAngle: degreesBetween(estimate, average),
    averageDisagreement: disagreement(both, both, [0, 1]),
    personaAngle: quantiles(own.map((beta, k) => degreesBetween(answers[k].theta, beta))),
    personaDisagreement: quantiles(own.map((_, k) => disagreement(theirs, ours, [k, k]))),
    spread: spreadOf(theirs),
  };
}

/** Mean of vectors. */
export function averageOf(vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const vector of vectors) for (let j = 0; j < sum.length; j++) sum[j] += vector[j] / vectors.length;
  return sum;
}

/** 90 where one of them is zero, which points nowhere. */
function degreesBetween(a: Float64Array, b: Float64Array): number {
  return norm(a) > 0 && norm(b) > 0 ? (angle(a, b) * 180) / Math.PI : 90;
}

/** Share of pairs that column `of[0]` of one and column `of[1]` of the other rank differently; a tie is half. */
function disagreement(a: Utilities, b: Utilities, [u, v]: readonly [number, number]): number {
  let against = 0;
  for (let i = 0; i < a.pairs; i++) {
    const product = a.values[i * a.personas + u] * b.values[i * b.personas + v];
    against += product < 0 ? 1 : product === 0 ? 0.5 : 0;
  }
  return against / a.pairs;
}
