import type { Command } from 'commander';
import { plannedRecords } from '../../results/records.ts';
import { shellWord } from '../../results/report/shell-word.ts';
import type { Store } from '../../results/store/store.ts';
import { storedRecords } from '../../results/stored-records.ts';
import { computedBy } from '../study/backends.ts';
import { planStudy } from '../study/plan.ts';
import type { Profile, Study } from '../study/study.ts';
import { type BackendFlags, backendWords, chooseBackend } from './choose-backend.ts';
import { executeRun, type RunFlags } from './execute-run.ts';
import { EXIT } from './exit-codes.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';
import {
  backendOption,
  budgetOption,
  endpointOption,
  givenStore,
  gpujsModeOption,
  onOption,
  openStore,
  profileOption,
  STORING_MS,
  STUDY_ARGUMENT,
  type StoreFlags,
  stackOption,
  storeOption,
  workersOption,
} from './options.ts';
import { planTable } from './plan.ts';
import type { AddCommand } from './program.ts';

interface Flags extends StoreFlags, RunFlags, BackendFlags {
  readonly profile?: Profile;
  readonly on: 'local' | 'aws';
  readonly stack: string;
  readonly budget?: number;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Running again on the same store continues, and computes only what is missing.

Examples:
  $ signbench run cube-root
  $ signbench run ./my-study.yaml --profile quick --store results --workers 4
  $ signbench run ./my-study.yaml --json | tail -n 1
  $ signbench run cube-root --store s3://my-bucket/results
  $ signbench run cube-root --on aws --budget 5usd
`;

/** signbench run: computes a study and writes its summary and report. */
export const runCommand: AddCommand = (program, host, finish) => {
  program
    .command('run')
    .description('run a study and print its table')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(workersOption())
    .addOption(backendOption())
    .addOption(gpujsModeOption())
    .addOption(profileOption())
    .addOption(onOption())
    .addOption(stackOption())
    .addOption(budgetOption())
    .option('--json', 'write events as NDJSON to stdout; the last line names the summary')
    .option('--quiet', 'no progress on stderr')
    .option('--dry-run', 'say what would be computed, and stop')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags, declared: Command) => {
      if (flags.on === 'aws') {
        refuseForCloud(flags);
        const { runOnAws } = await import('./run-on-aws.ts');
        finish(await runOnAws(host, argument, { ...flags, givenStore: givenStore(declared, flags) }));
        return;
      }
      if (flags.budget !== undefined) {
        throw new InputError('--budget belongs to --on aws; computing on this machine costs nothing.');
      }
      const store = await openStore(flags, host, STORING_MS);
      const loaded = await loadStudy(argument, { profile: flags.profile, studiesFolder: host.studiesFolder });
      const backend = await chooseBackend(flags);
      if (flags.dryRun) {
        const study = computedBy(loaded.study, backend ?? 'wasm-f64');
        await host.print(await dryRun(store, study, flags.json === true));
        finish(EXIT.done);
        return;
      }
      const profile = flags.profile === undefined ? '' : ` --profile ${flags.profile}`;
      const command = `signbench run ${shellWord(argument)}${profile}${backendWords(backend)}`;
      finish(await executeRun(host, store, loaded, { ...flags, backend, command }));
    });
};

function refuseForCloud({ workers, dryRun }: Flags): void {
  if (workers !== undefined) {
    throw new InputError(
      '--workers belongs to this machine; signbench deploy --set concurrency=N bounds those on AWS.',
    );
  }
  if (dryRun)
    throw new InputError('--dry-run belongs to this machine; signbench plan --on aws says what a run takes.');
}

async function dryRun(store: Store, study: Study, json: boolean): Promise<string> {
  const stored = await storedRecords(store, study.name);
  const planned = plannedRecords(planStudy(study));
  const present = planned.filter(({ key }) => stored.has(key)).length;
  const toCompute = planned.length - present;
  if (json) {
    return `${JSON.stringify({ event: 'dry-run', study: study.name, records: planned.length, stored: present, toCompute })}\n`;
  }
  return `${planTable(study)}\n${present} of ${planned.length} records are stored in ${store.location}; ${toCompute} would be computed.\n`;
}
