import { shellWord } from '../../results/report/shell-word.ts';
import type { Store } from '../../results/store/store.ts';
import type { Summary } from '../../results/summary.ts';
import type { Profile } from '../study/study.ts';
import { type BackendFlags, backendWords, chooseBackend } from './choose-backend.ts';
import { computeStudy, exitOf, type RunFlags } from './execute-run.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { bundledNames, loadStudy } from './load-study.ts';
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
import { exitOfVerdicts, readExpected, type StudyVerdict, surprises } from './verdicts.ts';

interface Flags extends StoreFlags, RunFlags, BackendFlags {
  readonly all?: boolean;
  readonly profile?: Profile;
  readonly expect?: string;
}

const EXAMPLES = `
What the store lacks is computed first. Exit code: 0 all claims are supported, 1 any is refuted, 3 any is undecided and none
refuted. With --expect: 0 where every verdict is that of the file, which --json prints; else 1.

Examples:
  $ signbench check cube-root --store results
  $ signbench check --all --profile quick --json > verdicts.json
  $ signbench check --all --profile quick --expect verdicts.json
`;

/** signbench check: judges the claims of a study, or of all. */
export const checkCommand: AddCommand = (program, host, finish) => {
  program
    .command('check')
    .description('judge the claims of a study, computing what is missing')
    .argument('[study]', STUDY_ARGUMENT)
    .option('--all', 'every bundled study')
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(workersOption())
    .addOption(backendOption())
    .addOption(gpujsModeOption())
    .addOption(profileOption())
    .option('--expect <file>', 'a table of verdicts, as --json prints it, to compare with')
    .option('--json', 'print the verdicts as one JSON object')
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string | undefined, flags: Flags) => {
      const expected = flags.expect === undefined ? null : await readExpected(flags.expect);
      const store = await openStore(flags, host, STORING_MS);
      const outcome = await judgeAll(host, store, await namesOf(host, argument, flags), flags);
      if (typeof outcome === 'number') {
        finish(outcome);
        return;
      }
      if (flags.json) await host.print(`${JSON.stringify({ claims: outcome })}\n`);
      if (expected === null) {
        finish(exitOfVerdicts(outcome));
        return;
      }
      const found = surprises(outcome, expected);
      for (const sentence of found) host.say(`signbench: ${sentence}.\n`);
      finish(found.length === 0 ? EXIT.done : EXIT.failed);
    });
};

async function namesOf(host: Host, argument: string | undefined, { all }: Flags): Promise<readonly string[]> {
  if ((argument === undefined) === (all !== true)) {
    throw new InputError('check needs a study, or --all and no study.');
  }
  return argument === undefined ? bundledNames(host.studiesFolder) : [argument];
}

/** The verdicts of studies, one after the other, printed as they come; an exit code where one does not end. */
async function judgeAll(
  host: Host,
  store: Store,
  names: readonly string[],
  flags: Flags,
): Promise<readonly StudyVerdict[] | number> {
  const verdicts: StudyVerdict[] = [];
  const backend = await chooseBackend(flags);
  for (const name of names) {
    const loaded = await loadStudy(name, { profile: flags.profile, studiesFolder: host.studiesFolder });
    const { study } = loaded;
    if (study.claims === undefined) {
      host.say(`signbench: ${study.name} claims nothing.\n`);
      continue;
    }
    const profile = flags.profile === undefined ? '' : ` --profile ${flags.profile}`;
    const command = `signbench run ${shellWord(name)}${profile}${backendWords(backend)}`;
    const result = await computeStudy(host, store, loaded, { ...flags, backend, json: false, command });
    const code = exitOf(host, result, { store, endpoint: flags.endpoint });
    if (code !== EXIT.done) return code;
    verdicts.push(
      ...result.summary.claims.map((one) => ({ study: study.name, profile: study.profile, ...one })),
    );
    if (!flags.json) await printVerdicts(host, result.summary);
  }
  return verdicts;
}

async function printVerdicts(host: Host, summary: Summary): Promise<void> {
  const { claimLines } = await import('../../results/report/text-claims.ts');
  await host.print(`${[summary.study.name, ...claimLines(summary)].join('\n')}\n\n`);
}
