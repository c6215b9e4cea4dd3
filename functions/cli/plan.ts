import { estimateCost, planStudy } from '../study/plan.ts';
import type { Profile, Study } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import { loadStudy } from './load-study.ts';
import { profileOption, STUDY_ARGUMENT } from './options.ts';
import type { AddCommand } from './program.ts';
import { shortCount } from './quantities.ts';
import { textColumns } from './text-columns.ts';

interface Flags {
  readonly profile?: Profile;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ signbench plan cube-root
  $ signbench plan ./my-study.yaml --profile quick --json
`;

/** signbench plan: what running a study takes, without running it. */
export const planCommand: AddCommand = (program, host, finish) => {
  program
    .command('plan')
    .description('say what a run would compute, cell by cell')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(profileOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const { study } = await loadStudy(argument, {
        profile: flags.profile,
        studiesFolder: host.studiesFolder,
      });
      await host.print(flags.json ? `${JSON.stringify(planObject(study))}\n` : planTable(study));
      finish(EXIT.done);
    });
};

function planObject(study: Study): unknown {
  const cells = planStudy(study).map(({ key, factors, n, replicates, blockSize, blocks }) => ({
    key,
    factors,
    n,
    replicates,
    blockSize,
    blocks,
    rows: n * blockSize * blocks,
  }));
  return { study: study.name, profile: study.profile, cells, cost: estimateCost(study) };
}

/** The plan as a table with a line of totals. */
export function planTable(study: Study): string {
  const cost = estimateCost(study);
  const rows = planStudy(study).map(({ key, replicates, blockSize, blocks, n }) => [
    key,
    String(replicates),
    String(blocks),
    String(blockSize),
    shortCount(n * blockSize * blocks),
  ]);
  const total = ['all', String(cost.replicates), String(cost.blocks), '', shortCount(cost.rows)];
  const estimators = study.scenarios[0].estimators.map(({ id }) => id).join(', ');
  return `${study.name} (${study.profile}): ${estimators}\n\n${textColumns([
    ['cell', 'replicates', 'blocks', 'replicates a block', 'rows'],
    ...rows,
    total,
  ])}`;
}
