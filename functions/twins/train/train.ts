import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import type { FitTeam } from '../fit/fit-team.ts';
import { manifestsOf, type OpenTable, openTable, type Threads, teamOn } from '../fit/open-table.ts';
import { littleEndianBytes } from '../float-bytes.ts';
import { twinsKey } from '../keys.ts';
import { writeManifest } from '../manifest.ts';
import { goOn, type StageOptions } from '../stage-progress.ts';
import { TwinsError } from '../twins-error.ts';
import { ESTIMATORS, type TwinsEstimator } from './estimators.ts';
import { heldOutOf, type JudgedPairs, judgedPairs, type Split, splitPairs } from './split.ts';
import type { FitRecord } from './stored-fit.ts';
import { findTraining, type TrainingManifest } from './training-manifest.ts';

/** Raised when the same fits give other numbers. */
const REVISION = 3;

export interface TrainRequest extends Threads {
  /** Numbers of training pairs; a sixteenth, a quarter and all of those that are not held out where absent. */
  readonly sizes?: readonly number[];
  /** Seeds 1 .. seeds. */
  readonly seeds: number;
  /** Share of the judged pairs that each seed holds out. */
  readonly share: number;
  /** Ids; all where absent. */
  readonly estimators?: readonly string[];
  readonly again?: boolean;
}

export interface Trained {
  readonly manifest: TrainingManifest;
  /** Fits that were computed now; the others were there. */
  readonly computed: number;
}

/**
 * Fits every estimator to one label a pair, for every seed and size, and stores each fit the moment it is done: what was interrupted goes
 * on, and a longer list of sizes, seeds or estimators computes only what is new.
 *
 * A seed splits the judged pairs into those to learn from and those held out, orders the former, and takes one label of each at
 * random. Throws TwinsError for sizes and estimators that cannot be.
 */
export async function train(
  store: Store,
  name: string,
  request: TrainRequest,
  options: StageOptions = {},
): Promise<Trained> {
  const { features, labelsManifest } = await manifestsOf(store, name);
  const data = trainingData({ features, labelsManifest }, request.share);
  const estimators = chosen(request.estimators);
  const plan = { ...request, estimators, data };
  const stored = await findTraining(store, name);
  const inputs = sha256Hex(
    canonicalJson({ ...data, sizes: request.sizes ?? null, seeds: request.seeds, estimators }),
  );
  if (request.again !== true && stored?.inputs === inputs && (await allThere(store, stored))) {
    return { manifest: stored, computed: 0 };
  }
  const open = await openTable(store, name, request);
  const judged = judgedPairs(open.labels);
  const heldOut = heldOutOf(judged.pairs.length, request.share);
  const sizes = sizesOf(judged.pairs.length - heldOut, request.sizes);
  const seeds = Array.from({ length: request.seeds }, (_, k) => k + 1);
  const team = teamOn(open.table, request, options.signal);
  try {
    const { fits, computed } = await fitAll(store, name, {
      ...plan,
      open,
      judged,
      sizes,
      seeds,
      team,
      options,
    });
    const manifest: TrainingManifest = {
      format: 1,
      inputs,
      data: sha256Hex(canonicalJson(data)),
      judged: judged.pairs.length,
      heldOut,
      share: request.share,
      sizes: [...sizes],
      seeds,
      estimators: estimators.map(({ id, label, panel, spec }) => ({ id, label, panel, spec: { ...spec } })),
      fits,
    };
    await writeManifest(store, { name, file: 'training.json' }, manifest);
    return { manifest, computed };
  } finally {
    await team.close();
  }
}

/** What fits are of: features, labels and the held-out share. */
export const trainingData = (
  { features, labelsManifest }: Pick<OpenTable, 'features' | 'labelsManifest'>,
  share: number,
): object => ({
  revision: REVISION,
  features: features.inputs,
  centred: features.centred,
  labels: labelsManifest.parts,
  share,
});

async function allThere(store: Store, { fits }: TrainingManifest): Promise<boolean> {
  const found = await store.getMany(fits.map(({ key }) => key));
  return found.every((bytes) => bytes !== null);
}

function chosen(ids: readonly string[] | undefined): readonly TwinsEstimator[] {
  if (ids === undefined) return ESTIMATORS;
  return ids.map((id) => {
    const found = ESTIMATORS.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new TwinsError(
      `--estimators names ${id}; allowed are ${ESTIMATORS.map((one) => one.id).join(', ')}.`,
    );
  });
}

function sizesOf(most: number, given: readonly number[] | undefined): readonly number[] {
  if (most < 2)
    throw new TwinsError(`Only ${most} judged pairs are left to learn from; at least 2 are needed.`);
  if (given === undefined) {
    return [...new Set([Math.max(2, Math.round(most / 16)), Math.max(2, Math.round(most / 4)), most])];
  }
  for (const n of given) {
    if (Number.isInteger(n) && n >= 2 && n <= most) continue;
    throw new TwinsError(
      `--sizes has ${n}; allowed are whole numbers from 2 to ${most}, the judged pairs that are not held out.`,
    );
  }
  return [...new Set(given)].sort((a, b) => a - b);
}

interface Fitting {
  readonly data: object;
  readonly estimators: readonly TwinsEstimator[];
  readonly open: OpenTable;
  readonly judged: JudgedPairs;
  readonly sizes: readonly number[];
  readonly seeds: readonly number[];
  readonly share: number;
  readonly again?: boolean;
  readonly team: FitTeam;
  readonly options: StageOptions;
}

async function fitAll(
  store: Store,
  name: string,
  fitting: Fitting,
): Promise<{ readonly fits: TrainingManifest['fits']; readonly computed: number }> {
  const { data, estimators, open, judged, sizes, seeds, share, again, team, options } = fitting;
  const total = seeds.length * sizes.length * estimators.length;
  const fits: TrainingManifest['fits'] = [];
  let computed = 0;
  for (const seed of seeds) {
    const split = splitPairs(judged, seed, share);
    for (const n of sizes) {
      for (const estimator of estimators) {
        goOn(options.signal);
        const { id, spec, panel } = estimator;
        const hash = sha256Hex(canonicalJson({ ...data, n, seed, spec, panel }));
        const key = twinsKey(name, `training/${hash}.json`);
        if (again === true || (await store.get(key)) === null) {
          const record = await fitted(team, { open, split, n, seed, estimator, report });
          await store.replace(key, new TextEncoder().encode(`${canonicalJson(record)}\n`));
          computed++;
        }
        fits.push({ estimator: id, n, seed, key });
        options.onProgress?.({ done: fits.length, total, unit: 'fits' });
      }
    }
  }
  return { fits, computed };

  /** A fit may take minutes: what it has read so far is told between fits. */
  function report(evaluations: number): void {
    options.onProgress?.({ done: fits.length, total, unit: `fits (${evaluations} evaluations of the next)` });
  }
}

interface One {
  readonly open: OpenTable;
  readonly split: Split;
  readonly n: number;
  readonly seed: number;
  readonly estimator: TwinsEstimator;
  readonly report: (evaluations: number) => void;
}

async function fitted(team: FitTeam, { open, split, n, seed, estimator, report }: One): Promise<FitRecord> {
  const { labels } = open;
  const used = split.label.subarray(0, n);
  const fit = await team.fit(
    {
      estimator: estimator.spec,
      rows: split.training.slice(0, n),
      signs: Int8Array.from(used, (l) => labels.y[l]),
      ...(estimator.panel ? { personas: Uint32Array.from(used, (l) => labels.persona[l]) } : {}),
    },
    report,
  );
  return {
    format: 1,
    estimator: estimator.id,
    n,
    seed,
    status: fit.status,
    objective: finite(fit.objective),
    evaluations: fit.evaluations,
    diagnostics: Object.fromEntries(
      Object.entries(fit.diagnostics).map(([key, value]) => [key, finite(value)]),
    ),
    direction:
      fit.status === 'ok' ? Buffer.from(littleEndianBytes(fit.direction.slice())).toString('base64') : '',
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
