import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { sampleBytes } from '../../../kernels/dense/dense-sample.ts';
import { createDenseTable, type DenseTable, featuresOf } from '../../../kernels/dense/dense-table.ts';
import type { Store } from '../../../results/store/store.ts';
import { type FeaturesManifest, readFeatures, readFeaturesManifest } from '../features-file.ts';
import { findLabels, type Labels, type LabelsManifest, readLabels } from '../labels-file.ts';
import { TwinsError } from '../twins-error.ts';
import { MOST_COMPONENTS } from './fit-job.ts';
import { createFitTeam, type FitTeam, fitHere } from './fit-team.ts';

/** What fits compute on. */
export interface Threads {
  readonly threads: number;
  /** The built fit-worker.ts; null to fit in the calling thread. */
  readonly script: URL | null;
}

/** The worker of a built package; run from its sources, it fits in the calling thread. */
const WORKER = new URL('./fit-worker.js', import.meta.url);

/** Worker threads for fits, one a core where no number is given. */
export const fitThreads = (threads: number = availableParallelism()): Threads => ({
  threads,
  script: existsSync(WORKER) ? WORKER : null,
});

/** Features and labels of a data set, in the memory on which estimators are fitted. */
export interface OpenTable {
  readonly table: DenseTable;
  readonly features: FeaturesManifest;
  readonly labels: Labels;
  readonly labelsManifest: LabelsManifest;
}

/** Manifests of a data set's features and labels, which say what is there without reading it. */
export async function manifestsOf(
  store: Store,
  name: string,
): Promise<Pick<OpenTable, 'features' | 'labelsManifest'>> {
  const features = await readFeaturesManifest(store, name);
  const labelsManifest = await findLabels(store, name);
  if (labelsManifest === null) {
    throw new TwinsError(
      `${store.location} has no labels of the data set ${name}; signbench twins elicit asks a model for them, signbench twins simulate draws them.`,
    );
  }
  if (labelsManifest.pairs !== features.rows) {
    throw new TwinsError(
      `The data set ${name} has features of ${features.rows} pairs and labels of ${labelsManifest.pairs}; both must be of the same pairs.`,
    );
  }
  if (labelsManifest.labels === 0) throw new TwinsError(`The data set ${name} has no labels to learn from.`);
  return { features, labelsManifest };
}

/** Reads features straight into the memory of the kernels: they are there once. */
export async function openTable(store: Store, name: string, { threads }: Threads): Promise<OpenTable> {
  const { features, labelsManifest } = await manifestsOf(store, name);
  const { rows, columns } = features;
  const labels = await readLabels(store, name);
  const each = Math.max(
    // A fit of all learns from one label a pair, one of a persona from all that the persona gave.
    sampleBytes(rows, columns, MOST_COMPONENTS),
    2 * sampleBytes(mostOfOne(labels), columns),
  );
  const table = createDenseTable(rows, columns, Math.max(1, threads) * (each + 65_536));
  await readFeatures(store, name, () => featuresOf(table));
  return { table, features, labels, labelsManifest };
}

/** Labels of the persona who gave most. */
function mostOfOne({ persona, personas }: Labels): number {
  const counts = new Uint32Array(personas);
  for (const u of persona) counts[u]++;
  return counts.reduce((a, b) => Math.max(a, b), 1);
}

/** Who fits on a table; `signal` ends what is under way. */
export const teamOn = (table: DenseTable, { threads, script }: Threads, signal?: AbortSignal): FitTeam =>
  script === null
    ? fitHere(table)
    : createFitTeam(table, { script, threads, ...(signal === undefined ? {} : { signal }) });
