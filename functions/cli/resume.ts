import type { Profile } from '../study/study.ts';
import { type BackendFlags, backendWords, chooseBackend } from './choose-backend.ts';
import { executeRun, type RunFlags } from './execute-run.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';
import {
  backendOption,
  endpointOption,
  gpujsModeOption,
  openStore,
  profileOption,
  STORING_MS,
  STUDY_ARGUMENT,
  type StoreFlags,
  storeOption,
  workersOption,
} from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags extends StoreFlags, RunFlags, BackendFlags {
  readonly profile?: Profile;
}

const EXAMPLES = `
The study, its profile and its backend are those of the last run in the store unless given.

Example:
  $ signbench resume cube-root --store results
`;

/** signbench resume: goes on with a study that the store knows. */
export const resumeCommand: AddCommand = (program, host, finish) => {
  program
    .command('resume')
    .description('go on with a study that was interrupted')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(workersOption())
    .addOption(backendOption())
    .addOption(gpujsModeOption())
    .addOption(profileOption())
    .option('--json', 'write events as NDJSON to stdout; the last line names the summary')
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const store = await openStore(flags, host, STORING_MS);
      const { studiesFolder } = host;
      const loaded = await loadStudy(argument, { profile: flags.profile, studiesFolder, store });
      const { name, profile } = loaded.study;
      const known = await store.list(`studies/${name}/`);
      if (known.length === 0) {
        throw new InputError(`${store.location} has no study named ${name}; start it with signbench run.`);
      }
      const backend = await chooseBackend(flags, loaded.run?.backend);
      const command = `signbench run ${name} --profile ${profile}${backendWords(backend)}`;
      finish(await executeRun(host, store, loaded, { ...flags, backend, command }));
    });
};
