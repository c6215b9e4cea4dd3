import pMap from 'p-map';
import type { Study } from '../../functions/study/study.ts';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { isStale } from '../progress-file.ts';
import { studyKey } from '../store/keys.ts';
import { readOnly } from '../store/read-only.ts';
import type { Store } from '../store/store.ts';
import type { Catalogue, CurrentSummary, StudyEntry } from './catalogue.ts';
import { createMemory } from './memory.ts';
import { replicateTable, type StudyRecords } from './replicate-rows.ts';
import { createRunningSummaries } from './running-summaries.ts';
import type { StoredPlan } from './stored-plan.ts';
import { createStoredValues } from './stored-values.ts';
import { factsOfStudy, NO_FACTS } from './study-facts.ts';
import { createStudyFiles } from './study-files.ts';
import { createStudyNames } from './study-names.ts';
import { createStudyPacks } from './study-packs.ts';
import type { StudyProgress } from './study-progress.ts';
import { versionOf } from './version.ts';

export interface CatalogueOptions {
  /** Bytes that summaries and what is made of them may take, about; 256 MB by default. */
  readonly memoryBytes?: number;
  /** What was read is looked at again after this long; half a second by default. */
  readonly freshMs?: number;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/** Studies whose files are looked at together. */
const STUDIES_AT_ONCE = 8;

/** Opens the read model of a store; it writes nothing. */
export function openCatalogue(writable: Store, options: CatalogueOptions = {}): Catalogue {
  const { memoryBytes = 256e6, freshMs = 500, now = Date.now } = options;
  const store = readOnly(writable);
  const memory = createMemory(memoryBytes);
  const values = createStoredValues(store, { memory, freshMs, now });
  const names = createStudyNames(store, { freshMs, now });
  const files = createStudyFiles(store, values, memory);
  const running = createRunningSummaries(store, { memory, now });
  const packs = createStudyPacks(store, { memory, freshMs, now });

  async function runOf(name: string): Promise<Pick<StudyProgress, 'run' | 'stale'>> {
    const run = await files.progress(name);
    return { run, stale: run !== null && isStale(run, now()) };
  }

  async function unfinished(
    name: string,
  ): Promise<Omit<StudyEntry, 'startedAt' | 'finishedAt' | 'wallSeconds'>> {
    const plan = await files.plan(name);
    if (plan === null || 'problem' in plan) {
      const problem = plan?.problem ?? `${name} has a summary that cannot be read, and no study.yaml.`;
      return { name, ...NO_FACTS, title: name, status: 'unreadable', version: null, problem };
    }
    const { run, stale } = await runOf(name);
    const stopped = (await files.wasStarted(name)) ? 'partial' : 'planned';
    const status = run !== null && !stale ? 'running' : stopped;
    return { name, ...factsOfStudy(plan.study, plan.studyHash), status, version: null, problem: null };
  }

  async function entryOf(name: string): Promise<StudyEntry> {
    const [whole, provenance] = await Promise.all([files.whole(name), files.provenance(name)]);
    const times = {
      startedAt: provenance?.startedAt ?? null,
      finishedAt: provenance?.finishedAt ?? null,
      wallSeconds: provenance?.wallSeconds ?? null,
    };
    if (whole === null) return { ...(await unfinished(name)), ...times };
    const version = versionOf(whole.value.studyHash, whole.hash);
    return { name, ...whole.value, status: 'complete', version, ...times, problem: null };
  }

  async function summaryOf(name: string): Promise<CurrentSummary | null> {
    const whole = await files.wholeSummary(name);
    if (whole !== null) return whole;
    const plan = await files.plan(name);
    return plan === null || 'problem' in plan ? null : running.read(plan, await files.signs(name));
  }

  const known = async <T>(name: string, read: () => Promise<T | null>): Promise<T | null> =>
    (await names.has(name)) ? read() : null;

  const planOf = (name: string): Promise<StoredPlan | null> =>
    known(name, async () => {
      const plan = await files.plan(name);
      return plan === null || 'problem' in plan ? null : plan;
    });

  const tablesOf = async (name: string): Promise<Tables> =>
    (await known(name, async () => ((await files.hasTables(name)) ? planOf(name) : null)))?.tables ??
    NO_TABLES;

  const recordsOf = async (study: Study): Promise<StudyRecords> => ({ store, packs: await packs.of(study) });

  return {
    names: () => names.all(),
    list: async () => pMap(await names.all(), entryOf, { concurrency: STUDIES_AT_ONCE }),
    find: (name) => known(name, () => entryOf(name)),
    summary: (name) => known(name, () => summaryOf(name)),
    plan: planOf,
    tables: tablesOf,
    records: recordsOf,
    replicates: async (name, summary) =>
      replicateTable(await recordsOf(summary.study), summary, await tablesOf(name)),
    provenance: (name) => known(name, () => files.provenance(name)),
    progress: (name) =>
      known(name, async () => {
        const { status, studyHash } = await entryOf(name);
        return { study: name, status, studyHash, ...(await runOf(name)) };
      }),
    file: (name, file) => known(name, () => values.read(studyKey(name, file))),
  };
}
