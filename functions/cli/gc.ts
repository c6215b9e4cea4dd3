import { RECORD_FORMAT } from '../../results/record-key.ts';
import { plannedRecords } from '../../results/records.ts';
import { textColumns } from '../../results/report/text-layout.ts';
import { findGarbage, type Garbage, type GarbageReason, type Kept } from '../../results/store/garbage.ts';
import type { Store } from '../../results/store/store.ts';
import { computedBy } from '../study/backends.ts';
import { planStudy } from '../study/plan.ts';
import { StudyError } from '../study/spec/study-error.ts';
import type { Profile } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';
import { endpointOption, openStore, type StoreFlags, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';
import { shortCount } from './quantities.ts';

interface Flags extends StoreFlags {
  readonly dryRun?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

interface Collected {
  readonly store: string;
  readonly dryRun: boolean;
  readonly studies: readonly { readonly study: string; readonly profile: Profile }[];
  /** What was removed, or would be. */
  readonly removed: Readonly<Record<GarbageReason, { readonly count: number; readonly bytes: number }>>;
  readonly kept: Kept;
  readonly keys: readonly string[];
}

/** What the studies of a store use. */
interface InUse {
  readonly studies: Collected['studies'];
  readonly records: ReadonlySet<string>;
}

const EXAMPLES = `
Removes the records that no study kept in the store uses (each at the profile of its last run, to its last look),
quarantined records older than 30 days, and what killed processes were writing. Records younger than an hour,
records of a later version and files that are not signbench's stay.

Examples:
  $ signbench gc --store results --dry-run
  $ signbench gc --store results --json
`;

const WORDS: Readonly<Record<GarbageReason, string>> = {
  unreachable: 'records that no stored study uses',
  quarantined: 'damaged records in the quarantine',
  temporary: 'files that killed processes were writing',
};

const REMOVALS_AT_ONCE = 16;

/** signbench gc: removes what no stored study uses. */
export const gcCommand: AddCommand = (program, host, finish) => {
  program
    .command('gc')
    .description('remove the records of a store that no stored study uses')
    .addOption(storeOption())
    .addOption(endpointOption())
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('--all', 'whatever its age: new records and everything in the quarantine too')
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dryRun = false, all = false, json, ...place }: Flags) => {
      const store = await openStore(place, host);
      const before = await recordsInUse(store, host);
      if (before.studies.length === 0 && !all) {
        throw new InputError(
          `${store.location} keeps no study, so that every record would go. Give --all if that is meant.`,
        );
      }
      const found = await findGarbage(store, before.records, { format: RECORD_FORMAT, now: new Date(), all });
      // A run that began meanwhile has stored its study before it looked for records.
      const { studies, records } = await recordsInUse(store, host);
      const garbage = found.garbage.filter(
        (one) => one.reason !== 'unreachable' || !one.records.some((key) => records.has(key)),
      );
      if (!dryRun) await removeAll(store, garbage);
      const collected = { store: store.location, dryRun, studies, ...counted(garbage), kept: found.kept };
      await host.print(json ? `${JSON.stringify(collected)}\n` : describe(collected));
      finish(EXIT.done);
    });
};

/**
 * The records of every study that the store keeps.
 *
 * @throws InputError when one of them cannot be read: then nobody can say which records it uses.
 */
async function recordsInUse(store: Store, { studiesFolder }: Host): Promise<InUse> {
  const records = new Set<string>();
  const studies: { study: string; profile: Profile }[] = [];
  for (const [name, files] of await storedStudies(store)) {
    if (!files.has('study.yaml')) {
      throw new InputError(cannotKnow(name, 'its study.yaml is missing'));
    }
    try {
      const { study, run } = await loadStudy(name, { studiesFolder, store });
      const other =
        run === null ? [(await loadStudy(name, { studiesFolder, store, profile: 'quick' })).study] : [];
      // Of a run in other arithmetic, those of an earlier one in float64 too.
      const plain = study.numerics === undefined ? [] : [computedBy(study, 'wasm-f64')];
      for (const { profile } of [study, ...other]) studies.push({ study: name, profile });
      for (const one of [study, ...plain, ...other]) {
        for (const { key } of plannedRecords(planStudy(one))) records.add(key);
      }
    } catch (cause) {
      if (!(cause instanceof StudyError)) throw cause;
      throw new InputError(cannotKnow(name, cause.problems[0]?.sentence ?? cause.message), { cause });
    }
  }
  return { studies, records };
}

const cannotKnow = (name: string, reason: string): string =>
  `the stored study ${name} cannot be read (${reason}), so that nobody can say which records it uses. ` +
  'Nothing was removed; repair or remove its folder first.';

/** The names of the files of every folder in studies/. */
async function storedStudies(store: Store): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const studies = new Map<string, Set<string>>();
  for (const key of await store.list('studies/')) {
    const [, name, file] = key.split('/');
    if (file !== undefined) studies.set(name, (studies.get(name) ?? new Set()).add(file));
  }
  return studies;
}

/** Bytes in three digits, for instance `5.4 kB`. */
const size = (bytes: number): string => `${shortCount(bytes).replace(/^\d+$/, '$& ')}B`;

async function removeAll(store: Store, garbage: readonly Garbage[]): Promise<void> {
  const queue = garbage.values();
  const remover = async (): Promise<void> => {
    for (const { key } of queue) await store.remove(key);
  };
  await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, remover));
}

function counted(garbage: readonly Garbage[]): Pick<Collected, 'removed' | 'keys'> {
  const removed = {
    unreachable: { count: 0, bytes: 0 },
    quarantined: { count: 0, bytes: 0 },
    temporary: { count: 0, bytes: 0 },
  };
  for (const { reason, bytes } of garbage) {
    removed[reason].count++;
    removed[reason].bytes += bytes;
  }
  return { removed, keys: garbage.map(({ key }) => key) };
}

function describe({ store, dryRun, studies, removed, kept }: Collected): string {
  const row = (reason: GarbageReason): string[] => {
    const { count, bytes } = removed[reason];
    return [WORDS[reason], String(count), size(bytes)];
  };
  const names = studies.map(({ study, profile }) => `${study} (${profile})`).join(', ') || 'none';
  const stays = [
    `${kept.inUse} records in use`,
    ...(kept.young > 0 ? [`${kept.young} too young`] : []),
    ...(kept.laterFormat > 0 ? [`${kept.laterFormat} of a later version of signbench`] : []),
    ...(kept.unknown > 0 ? [`${kept.unknown} files that are no records`] : []),
  ].join(', ');
  return `${store}, studies: ${names}\n\n${textColumns([
    [dryRun ? 'would be removed' : 'removed', 'files', 'size'],
    row('unreachable'),
    row('quarantined'),
    row('temporary'),
  ])}\nleft alone: ${stays}\n`;
}
