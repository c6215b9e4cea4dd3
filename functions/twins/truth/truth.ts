import { z } from 'zod';
import { featuresOf } from '../../../kernels/dense/dense-table.ts';
import { FOLDS, type PersonaFit, type PersonaLabels } from '../../../kernels/dense/persona-fits.ts';
import { norm } from '../../../kernels/math/vectors.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { readDoubles, writeDoubles } from '../doubles-file.ts';
import type { FitTeam } from '../fit/fit-team.ts';
import { manifestsOf, type OpenTable, openTable, type Threads, teamOn } from '../fit/open-table.ts';
import { twinsKey } from '../keys.ts';
import { findManifest, sha256, writeManifest } from '../manifest.ts';
import { knownOf, readKnown } from '../simulate.ts';
import type { StageOptions } from '../stage-progress.ts';
import { TwinsError } from '../twins-error.ts';
import { type Estimated, quantiles, spreadOf, type Utilities } from './spread.ts';

/** Raised when the same labels give other numbers. */
const REVISION = 1;
/** Ridges that cross-validation chooses from, relative to the mean square of a feature, from large to small. */
const RIDGES: readonly number[] = [100, 10, 1, 0.1, 0.01, 0.001];
/** Pairs on which personas are compared, spread evenly. */
const LOOKED = 2000;

const EstimatedShape = z.object({ value: z.number(), se: z.number().nullable() });
const QuantilesShape = z.object({
  mean: z.number(),
  low: z.number(),
  median: z.number(),
  high: z.number(),
});
const SpreadShape = z.object({
  norms: QuantilesShape,
  angles: QuantilesShape,
  effectiveTypes: EstimatedShape,
  signMismatch: EstimatedShape,
  asymmetry: EstimatedShape.extend({ nullTop: z.number(), p: z.number() }),
});
const StoredShape = z.object({ key: z.string(), sha256: z.string() });

/** `truth.json`: utilities of personas, estimated from their labels. */
export const TruthManifest = z.object({
  format: z.literal(1),
  inputs: z.string(),
  personas: z.number(),
  /** Personas who gave no label; their utilities are zero, and they are left out of everything else. */
  silent: z.number(),
  columns: z.number(),
  labels: z.number(),
  /** Relative to the mean square of a feature; with its mean loss on unseen labels for each that was tried. */
  ridge: z.number(),
  ridges: z.array(z.object({ ridge: z.number(), loss: z.number() })),
  /** Share of labels that were kept back and that the fit to the others ranks rightly. */
  accuracy: EstimatedShape,
  /** Mean correlation of x . beta_u between fits to two halves of a persona's labels: what of a utility is no noise. */
  reliability: EstimatedShape,
  spread: SpreadShape,
  /** For simulated twins: how far estimates are from known utilities. Degrees; disagreement as a share of pairs. */
  known: z
    .object({
      averageAngle: z.number(),
      averageDisagreement: z.number(),
      personaAngle: QuantilesShape,
      personaDisagreement: QuantilesShape,
      spread: SpreadShape,
    })
    .nullable(),
  utilities: StoredShape,
});
export type TruthManifest = z.infer<typeof TruthManifest>;

/** The manifest of a data set's truth; null where there is none. */
export const findTruth = (store: Store, name: string): Promise<TruthManifest | null> =>
  findManifest(store, { name, file: 'truth.json' }, TruthManifest);

/** Utilities of a data set's personas, personas x d. */
export const readTruth = (
  store: Store,
  { utilities, personas, columns }: TruthManifest,
): Promise<Float64Array> => readDoubles(store, utilities, personas * columns);

interface TruthRequest extends Threads {
  readonly again?: boolean;
}

interface Truth {
  readonly manifest: TruthManifest;
  readonly cached: boolean;
}

/**
 * Estimates each persona's utility from their labels: logistic regression with a ridge, the same for all, that five-fold cross-validation
 * chooses by the loss on unseen labels of all personas together. A fifth of the pairs takes no part in that, and gives the accuracy.
 *
 * @throws TwinsError where no persona has labels enough to choose a ridge.
 */
export async function truth(
  store: Store,
  name: string,
  request: TruthRequest,
  options: StageOptions = {},
): Promise<Truth> {
  const { features, labelsManifest } = await manifestsOf(store, name);
  const inputs = sha256(
    canonicalJson({
      revision: REVISION,
      features: features.inputs,
      centred: features.centred,
      labels: labelsManifest.parts,
    }),
  );
  const found = await findTruth(store, name);
  if (request.again !== true && found?.inputs === inputs) return { manifest: found, cached: true };
  const open = await openTable(store, name, request);
  const team = teamOn(open.table, request, options.signal);
  try {
    const manifest = { ...(await estimated(store, name, { open, team, options })), inputs };
    await writeManifest(store, { name, file: 'truth.json' }, manifest);
    return { manifest, cached: false };
  } finally {
    await team.close();
  }
}

interface Estimating {
  readonly open: OpenTable;
  readonly team: FitTeam;
  readonly options: StageOptions;
}

async function estimated(
  store: Store,
  name: string,
  { open, team, options }: Estimating,
): Promise<Omit<TruthManifest, 'inputs'>> {
  const { labels, table, labelsManifest } = open;
  const { d } = table;
  const byPersona = labelsByPersona(open);
  const heard = byPersona.flatMap(({ rows }, u) => (rows.length > 0 ? [u] : []));
  const asked = heard.map((u) => byPersona[u]);
  const told = (unit: string) => (done: number) => options.onProgress?.({ done, total: heard.length, unit });
  const cross = await team.personas(
    { kind: 'cross', labels: asked, ridges: RIDGES },
    told('personas cross-validated'),
  );
  const ridges = meanLosses(cross.kind === 'cross' ? cross.answers : []);
  const { ridge } = ridges.reduce((best, one) => (one.loss < best.loss ? one : best));
  const fits = await team.personas({ kind: 'fit', labels: asked, ridge }, told('personas fitted'));
  const answers = fits.kind === 'fit' ? fits.answers : [];
  const utilities = new Float64Array(labels.personas * d);
  for (const [k, { theta }] of answers.entries()) utilities.set(theta, heard[k] * d);
  const stored = await writeDoubles(store, twinsKey(name, 'truth.f8'), utilities);
  const looked = lookedAt(open);
  const spread = spreadOf(
    utilitiesOn(
      looked,
      answers.map(({ theta }) => theta),
    ),
  );
  return {
    format: 1,
    personas: labels.personas,
    silent: labels.personas - heard.length,
    columns: d,
    labels: labels.y.length,
    ridge,
    ridges: [...ridges],
    accuracy: accuracyOf(answers),
    reliability: reliabilityOf(looked, answers),
    spread,
    known: await comparedWithKnown(store, labelsManifest, {
      looked,
      heard,
      answers,
      labels: labels.personas,
    }),
    utilities: stored,
  };
}

/** Labels of each persona with the fold of their pairs, in the order of the pairs. */
function labelsByPersona({ labels }: OpenTable): readonly PersonaLabels[] {
  const lists = Array.from({ length: labels.personas }, (): number[] => []);
  for (const [l, u] of labels.persona.entries()) lists[u].push(l);
  return lists.map((list) => ({
    rows: Uint32Array.from(list, (l) => labels.pair[l]),
    signs: Int8Array.from(list, (l) => labels.y[l]),
    folds: Uint8Array.from(list, (l) => foldOf(labels.pair[l])),
  }));
}

/** The same for all personas; a hash (the finaliser of MurmurHash3), so that no order of pairs matters. */
function foldOf(pair: number): number {
  let h = pair ^ 0x5bd1e995;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) % FOLDS;
}

function meanLosses(
  answers: readonly { readonly losses: Float64Array; readonly count: number }[],
): readonly { readonly ridge: number; readonly loss: number }[] {
  const count = answers.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) {
    throw new TwinsError(
      'No persona has judged pairs of two folds, so that no ridge can be chosen; more labels a persona are needed.',
    );
  }
  return RIDGES.map((ridge, k) => ({
    ridge,
    loss: answers.reduce((sum, one) => sum + one.losses[k], 0) / count,
  }));
}

/** The share over all labels; its standard error is over personas, whose labels hang together. */
function accuracyOf(answers: readonly PersonaFit[]): Estimated {
  const tested = answers.filter(({ heldOut }) => heldOut > 0);
  const total = tested.reduce((sum, { heldOut }) => sum + heldOut, 0);
  const value = tested.reduce((sum, { right }) => sum + right, 0) / total;
  const square = tested.reduce((sum, { right, heldOut }) => {
    const rest = right - value * heldOut;
    return sum + rest * rest;
  }, 0);
  const count = tested.length;
  return { value, se: count < 2 ? null : Math.sqrt((square * count) / (count - 1)) / total };
}

/** Rows of some pairs, spread evenly. */
interface Looked {
  readonly rows: readonly Float32Array[];
  readonly d: number;
}

function lookedAt({ table }: OpenTable): Looked {
  const { n, d } = table;
  const data = featuresOf(table);
  const count = Math.min(n, LOOKED);
  const rows = Array.from({ length: count }, (_, k) => {
    const i = Math.floor((k * n) / count);
    return data.subarray(i * d, (i + 1) * d);
  });
  return { rows, d };
}

function utilitiesOn({ rows, d }: Looked, thetas: readonly Float64Array[]): Utilities {
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

function reliabilityOf(looked: Looked, answers: readonly PersonaFit[]): Estimated {
  const [first, second] = [0, 1].map((half) =>
    utilitiesOn(
      looked,
      answers.map(({ halves }) => halves[half]),
    ),
  );
  const found = answers.map((_, u) => {
    let [product, a, b] = [0, 0, 0];
    for (let i = 0; i < first.pairs; i++) {
      const [x, y] = [first.values[i * first.personas + u], second.values[i * first.personas + u]];
      product += x * y;
      a += x * x;
      b += y * y;
    }
    return a > 0 && b > 0 ? product / Math.sqrt(a * b) : 0;
  });
  return meanOf(found);
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

async function comparedWithKnown(
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
