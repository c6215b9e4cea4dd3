import type { Profile } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import { loadStudy } from './load-study.ts';
import { profileOption, STUDY_ARGUMENT } from './options.ts';
import type { AddCommand } from './program.ts';
import { theoryCell } from './theory-cell.ts';
import { theoryTable } from './theory-table.ts';

interface Flags {
  readonly profile?: Profile;
  readonly json?: boolean;
}

const EXAMPLES = `
Angles are radians unless a name ends in Deg; null or an empty place means that theory does not know.

Examples:
  $ signbench theory cube-root
  $ signbench theory ./my-study.yaml --json
`;

/** signbench theory: what theory predicts for a study, without running it. */
export const theoryCommand: AddCommand = (program, host, finish) => {
  program
    .command('theory')
    .description('say what theory predicts: limits, biases, constants, errors against n')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(profileOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const { study, tables } = await loadStudy(argument, {
        profile: flags.profile,
        studiesFolder: host.studiesFolder,
      });
      const cells = study.scenarios.map((scenario) => theoryCell(scenario, study, tables));
      await host.print(flags.json ? `${JSON.stringify({ cells })}\n` : theoryTable(study, cells));
      finish(EXIT.done);
    });
};
