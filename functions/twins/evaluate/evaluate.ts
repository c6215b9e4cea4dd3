import { norm } from '../../../kernels/math/vectors.ts';
import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { manifestsOf, type OpenTable, openTable } from '../fit/open-table.ts';
import { writeManifest } from '../manifest.ts';
import { knownOf, readKnown } from '../simulate.ts';
import type { StageOptions } from '../stage-progress.ts';
import { trainingData } from '../train/train.ts';
import { findTraining } from '../train/training-manifest.ts';
import { truthInputs } from '../truth/truth.ts';
import { findTruth, readTruth, type TruthManifest } from '../truth/truth-manifest.ts';
import { averageOf } from '../truth/utilities.ts';
import { TwinsError } from '../twins-error.ts';
import { type Evaluation, findEvaluation } from './evaluation-manifest.ts';
import { measuredFits, rowsOf } from './measured-fits.ts';

/** Raised when the same fits get other numbers. */
const REVISION = 2;

export interface EvaluateRequest {
  /** What fits are compared with; the known utilities where there are some, where absent. */
  readonly target?: 'known' | 'estimated';
  readonly again?: boolean;
}

/**
 * How far each fit is from the average utility: the angle in degrees, and the share of its seed's held-out pairs that both rank
 * differently. Means over seeds with Monte Carlo standard errors sd / sqrt(seeds), none for a single seed.
 *
 * @throws TwinsError where nothing was trained, or there is no utility to compare with.
 */
export async function evaluate(
  store: Store,
  name: string,
  request: EvaluateRequest,
  options: StageOptions = {},
): Promise<{ readonly evaluation: Evaluation; readonly cached: boolean }> {
  const training = await findTraining(store, name);
  if (training === null) {
    throw new TwinsError(
      `${store.location} has no fits of the data set ${name}; signbench twins train makes them.`,
    );
  }
  const manifests = await manifestsOf(store, name);
  if (sha256Hex(canonicalJson(trainingData(manifests, training.share))) !== training.data) {
    throw new TwinsError(
      `The fits of the data set ${name} are of other features or labels than are stored now; signbench twins train makes new ones.`,
    );
  }
  const known = knownOf(manifests.labelsManifest);
  const target = request.target ?? (known === null ? 'estimated' : 'known');
  const truth = target === 'estimated' ? await findTruth(store, name) : null;
  if (target === 'known' && known === null) {
    throw new TwinsError(
      `--target known needs simulated twins; the personas of ${name} answered themselves.`,
    );
  }
  if (target === 'estimated' && truth === null) {
    throw new TwinsError(
      `${store.location} has no utilities of the personas of ${name}; signbench twins truth estimates them.`,
    );
  }
  if (truth !== null && truth.inputs !== truthInputs(manifests)) {
    throw new TwinsError(
      `The utilities of the personas of ${name} were estimated from other features or labels than are stored now; signbench twins truth estimates them anew.`,
    );
  }
  const inputs = sha256Hex(
    canonicalJson({
      revision: REVISION,
      training: training.inputs,
      fits: training.fits,
      labels: manifests.labelsManifest.parts,
      features: manifests.features.inputs,
      centred: manifests.features.centred,
      target: known !== null && target === 'known' ? known.sha256 : (truth?.utilities.sha256 ?? ''),
    }),
  );
  const found = await findEvaluation(store, name);
  if (request.again !== true && found?.inputs === inputs) return { evaluation: found, cached: true };
  const open = await openTable(store, name, { threads: 1, script: null });
  const average = await averageUtility(store, open, truth);
  const measured = await measuredFits(store, { open, training, average, options });
  const evaluation: Evaluation = {
    format: 1,
    inputs,
    target,
    pairs: open.features.rows,
    columns: open.features.columns,
    personas: open.labels.personas,
    heldOut: training.heldOut,
    seeds: training.seeds.length,
    rows: rowsOf(training, measured),
  };
  await writeManifest(store, { name, file: 'evaluation.json' }, evaluation);
  return { evaluation, cached: false };
}

/** The mean of the personas' utilities: of the estimated ones where a truth is given, else of the known ones. */
async function averageUtility(
  store: Store,
  open: OpenTable,
  truth: TruthManifest | null,
): Promise<Float64Array> {
  const { personas } = open.labels;
  const { columns } = open.features;
  const known = knownOf(open.labelsManifest);
  const all =
    truth !== null
      ? await readTruth(store, truth)
      : await readKnown(store, known ?? { key: '', sha256: '' }, { personas, columns });
  const each = Array.from({ length: personas }, (_, u) => all.subarray(u * columns, (u + 1) * columns));
  const average = averageOf(each);
  if (norm(average) > 0) return average;
  throw new TwinsError('The average utility is zero: it points nowhere, and no fit can be compared with it.');
}
