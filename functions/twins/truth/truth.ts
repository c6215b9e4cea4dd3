import { FOLDS, type PersonaFit, type PersonaLabels } from '../../../kernels/dense/persona-fits.ts';
import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { writeDoubles } from '../doubles-file.ts';
import type { FitTeam } from '../fit/fit-team.ts';
import { manifestsOf, type OpenTable, openTable, type Threads, teamOn } from '../fit/open-table.ts';
import { twinsKey } from '../keys.ts';
import { writeManifest } from '../manifest.ts';
import type { StageOptions } from '../stage-progress.ts';
import { TwinsError } from '../twins-error.ts';
import { type Estimated, spreadOf } from './spread.ts';
import { findTruth, type TruthManifest } from './truth-manifest.ts';
import { comparedWithKnown, lookedAt, reliabilityOf, utilitiesOn } from './utilities.ts';

/** Raised when the same labels give other numbers. */
const REVISION = 1;
/** Ridges that cross-validation chooses from, relative to the mean square of a feature, from large to small. */
const RIDGES: readonly number[] = [100, 10, 1, 0.1, 0.01, 0.001];

interface TruthRequest extends Threads {
  readonly again?: boolean;
}

interface Truth {
  readonly manifest: TruthManifest;
  readonly cached: boolean;
}

/**
 * Estimates each persona's utility from their labels: logistic regression with a ridge, the same for all, that four-fold cross-validation
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
  const inputs = truthInputs(await manifestsOf(store, name));
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

/** SHA-256 of everything that decides a truth: those of other features or labels have another. */
export const truthInputs = ({
  features,
  labelsManifest,
}: Pick<OpenTable, 'features' | 'labelsManifest'>): string =>
  sha256Hex(
    canonicalJson({
      revision: REVISION,
      features: features.inputs,
      centred: features.centred,
      labels: labelsManifest.parts,
    }),
  );

/** The truth of the features and labels that are stored now; null where there is none. */
export async function findCurrentTruth(store: Store, name: string): Promise<TruthManifest | null> {
  const found = await findTruth(store, name);
  return found?.inputs === truthInputs(await manifestsOf(store, name)) ? found : null;
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
function accuracyOf(answers: readonly PersonaFit[]): Estimated | null {
  const tested = answers.filter(({ heldOut }) => heldOut > 0);
  if (tested.length === 0) return null;
  const total = tested.reduce((sum, { heldOut }) => sum + heldOut, 0);
  const value = tested.reduce((sum, { right }) => sum + right, 0) / total;
  const square = tested.reduce((sum, { right, heldOut }) => {
    const rest = right - value * heldOut;
    return sum + rest * rest;
  }, 0);
  const count = tested.length;
  return { value, se: count < 2 ? null : Math.sqrt((square * count) / (count - 1)) / total };
}
