import type { Command } from 'commander';
import { textColumns } from '../../results/report/text-layout.ts';
import { estimateCost, planStudy } from '../study/plan.ts';
import type { Profile, Study } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import { loadStudy } from './load-study.ts';
import { budgetOption, onOption, profileOption, STUDY_ARGUMENT, stackOption } from './options.ts';
import type { AddCommand } from './program.ts';
import { shortCount } from './quantities.ts';

interface Flags {
  readonly profile?: Profile;
  readonly json?: boolean;
  readonly on: 'local' | 'aws';
  readonly stack: string;
  readonly budget?: number;
}

const EXAMPLES = `
Examples:
  $ signbench plan cube-root
  $ signbench plan ./my-study.yaml --profile quick --json
  $ signbench plan cube-root --on aws --budget 5usd
`;

/** signbench plan: what running a study takes, without running it. */
export const planCommand: AddCommand = (program, host, finish) => {
  program
    .command('plan')
    .description('say what a run would compute, cell by cell')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(profileOption())
    .addOption(onOption())
    .addOption(stackOption())
    .addOption(budgetOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags, command: Command) => {
      const loaded = await loadStudy(argument, {
        profile: flags.profile,
        studiesFolder: host.studiesFolder,
      });
      const { study } = loaded;
      if (flags.on === 'aws') {
        const isGiven = command.getOptionValueSource('stack') !== 'default';
        const { planOnAws } = await import('./plan-on-aws.ts');
        await planOnAws(host, loaded, { ...flags, givenStack: isGiven ? flags.stack : undefined });
        finish(EXIT.done);
        return;
      }
      await host.print(flags.json ? `${JSON.stringify(planObject(study))}\n` : planTable(study));
      finish(EXIT.done);
    });
};

function planObject(study: Study): unknown {
  const cells = planStudy(study).map(({ key, factors, n, looks, replicates, blockSize, blocks }) => ({
    key,
    factors,
    n,
    looks,
    replicates,
    blockSize,
    blocks,
    rows: n * blockSize * blocks,
  }));
  const adaptive = {
    ...(study.until === null ? {} : { until: study.until }),
    ...(mayStopEarly(study) ? { least: estimateCost(study, 'first look') } : {}),
  };
  const kept = study.keep === undefined ? {} : { keep: study.keep };
  return {
    study: study.name,
    profile: study.profile,
    ...kept,
    cells,
    cost: estimateCost(study),
    ...adaptive,
  };
}

/** A table is for reading; what is longer is in the JSON. */
const MOST_ROWS = 60;

/** The plan as a table with a line of totals; with a stopping rule every number of replicates is a range. */
export function planTable(study: Study): string {
  const [least, most] = [estimateCost(study, 'first look'), estimateCost(study)];
  const cells = planStudy(study);
  const rows = cells
    .slice(0, MOST_ROWS)
    .map(({ key, looks, blocks, blockSize, n }) => [
      key,
      range(looks[0], looks[looks.length - 1]),
      range(Math.ceil(looks[0] / blockSize), blocks),
      String(blockSize),
      shortCount(n * blockSize * blocks),
    ]);
  const omitted = cells.length - rows.length;
  const more = omitted > 0 ? [[`and ${omitted} more cells (--json)`, '', '', '', '']] : [];
  const total = [
    'all',
    range(least.replicates, most.replicates),
    range(least.blocks, most.blocks),
    '',
    shortCount(most.rows),
  ];
  const estimators = study.scenarios[0].estimators.map(({ id }) => id).join(', ');
  const rule =
    study.until === null
      ? ''
      : `each cell until the error of ${study.until.measure} is ${100 * study.until.relativeMcse} % of it\n`;
  const claims = study.claims ?? [];
  const decided =
    claims.length > 0 && mayStopEarly(study) ? `each cell until the claims that read it are decided\n` : '';
  const kept = study.keep === 'summaries' ? 'summaries of blocks are kept, no replicates\n' : '';
  return `${study.name} (${study.profile}): ${estimators}\n${rule}${decided}${kept}\n${textColumns([
    ['cell', 'replicates', 'blocks', 'replicates a block', 'rows at most'],
    ...rows,
    ...more,
    total,
  ])}`;
}

/** Whether a cell may have fewer data sets than planned. */
export const mayStopEarly = ({ until, looks }: Study): boolean =>
  until !== null || looks.some((one) => one.length > 1);

const range = (least: number, most: number): string =>
  least === most ? String(most) : `${least} to ${most}`;
