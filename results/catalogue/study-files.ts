import { type ProgressFile, parseProgress } from '../progress-file.ts';
import { parseProvenance } from '../provenance.ts';
import { parseSummary } from '../read-summary.ts';
import { type StudyFile, studyKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { parseRun } from '../stored-study.ts';
import type { Provenance } from '../summary.ts';
import type { CurrentSummary } from './catalogue.ts';
import type { Memory } from './memory.ts';
import { createSingleFlight } from './single-flight.ts';
import { readStoredPlan, type StoredPlan, type Unreadable } from './stored-plan.ts';
import type { Derived, Source, StoredValues } from './stored-values.ts';
import { factsOfSummary, type StudyFacts } from './study-facts.ts';
import { versionOf } from './version.ts';

/** What the files of a study say, each parsed once for each content. */
export interface StudyFiles {
  /** The facts of the complete summary of the study as it is stored now; null where there is none. */
  whole(name: string): Promise<Derived<StudyFacts> | null>;
  wholeSummary(name: string): Promise<CurrentSummary | null>;
  provenance(name: string): Promise<Provenance | null>;
  progress(name: string): Promise<ProgressFile | null>;
  plan(name: string): Promise<StoredPlan | Unreadable | null>;
  /** Whether it draws from tables of features. */
  hasTables(name: string): Promise<boolean>;
  /** Whether some of it may be computed. */
  wasStarted(name: string): Promise<boolean>;
  /** A text that changes when a run says that it stored more. */
  signs(name: string): Promise<string>;
}

/** Objects take about this many times the bytes of their JSON. */
const PARSED = 4;
/** Bytes of what is small whatever the study. */
const SMALL = 4096;

export function createStudyFiles(store: Store, values: StoredValues, memory: Memory): StudyFiles {
  const parsed = <T>(derive: (bytes: Uint8Array) => T, weight: (bytes: Uint8Array) => number): Source<T> => ({
    derive,
    weight,
    cache: memory.cache<T>(),
  });
  const large = ({ length }: Uint8Array): number => SMALL + PARSED * length;
  const small = (): number => SMALL;
  const summaries = parsed(parseSummary, large);
  const heads = memory.cache<{ readonly facts: StudyFacts | null }>();
  const provenances = parsed(parseProvenance, small);
  const progresses = parsed(parseProgress, small);
  const runs = parsed(parseRun, small);
  const plans = memory.cache<StoredPlan | Unreadable>();
  const planning = createSingleFlight<StoredPlan | Unreadable | null>();

  const derived = async <T>(source: Source<T | null>, name: string, file: StudyFile): Promise<T | null> =>
    (await values.derived(source, studyKey(name, file)))?.value ?? null;

  const hashOf = async (name: string, file: StudyFile): Promise<string> =>
    (await values.hash(studyKey(name, file))) ?? '';

  const hashesOf = async (name: string, files: readonly StudyFile[]): Promise<string> =>
    (await Promise.all(files.map((file) => hashOf(name, file)))).join(' ');

  /** What a list says of a complete summary, kept when the summary itself is not. */
  async function head(name: string): Promise<Derived<StudyFacts | null> | null> {
    const key = studyKey(name, 'summary.json');
    const known = await values.hash(key);
    const before = known === null ? undefined : heads.get(known);
    if (known !== null && before !== undefined) return { hash: known, value: before.facts };
    const read = await values.derived(summaries, key);
    if (read === null) return null;
    const facts = read.value?.status === 'complete' ? factsOfSummary(read.value) : null;
    heads.set(read.hash, { facts }, SMALL);
    return { hash: read.hash, value: facts };
  }

  async function whole(name: string): Promise<Derived<StudyFacts> | null> {
    const found = await head(name);
    if (found === null || found.value === null) return null;
    const run = await derived(runs, name, 'run.json');
    // The summary of an earlier study of this name is no answer to the one that is stored now.
    const isCurrent = run === null || run.studyHash === found.value.studyHash;
    return isCurrent ? { hash: found.hash, value: found.value } : null;
  }

  async function plan(name: string): Promise<StoredPlan | Unreadable | null> {
    const key = `${name} ${await hashesOf(name, ['study.yaml', 'run.json', 'tables.json'])}`;
    const found = plans.get(key);
    if (found !== undefined) return found;
    return planning(key, async () => {
      const read = await readStoredPlan(store, name);
      if (read !== null) plans.set(key, read, planWeight(read));
      return read;
    });
  }

  return {
    whole,
    async wholeSummary(name) {
      if ((await whole(name)) === null) return null;
      const key = studyKey(name, 'summary.json');
      const [content, summary] = await Promise.all([values.read(key), values.derived(summaries, key)]);
      if (content === null || summary?.value?.status !== 'complete') return null;
      // Replaced between the two reads: the next request sees one content in both.
      if (content.hash !== summary.hash) return null;
      return {
        summary: summary.value,
        ...content,
        version: versionOf(summary.value.studyHash, content.hash),
        provisional: [],
      };
    },
    provenance: (name) => derived(provenances, name, 'provenance.json'),
    progress: (name) => derived(progresses, name, 'progress.json'),
    plan,
    hasTables: async (name) => (await hashOf(name, 'tables.json')) !== '',
    wasStarted: async (name) => (await hashesOf(name, ['summary.partial.json', 'progress.json'])) !== ' ',
    signs: (name) => hashesOf(name, ['summary.partial.json', 'progress.json', 'run.json']),
  };
}

function planWeight(plan: StoredPlan | Unreadable): number {
  if ('problem' in plan) return SMALL;
  const tables = [...plan.tables.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
  return SMALL * (1 + plan.study.scenarios.length) + 2 * plan.source.length + tables;
}
