import type { Command } from 'commander';
import { type CloudFlags, stackWords, withCloud } from './cloud.ts';
import { progressLine } from './cloud-words.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { endpointOption, givenStore, STUDY_ARGUMENT, stackOption, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';
import { lastRunOf } from './status-on-aws.ts';

type Flags = Omit<CloudFlags, 'givenStore'> & { readonly store: string };

const EXAMPLES = `
Workers that are under way end by themselves within 15 minutes, and what they store is kept.

Example:
  $ signbench cancel cube-root
`;

/** signbench cancel: stops the run of a study on AWS; nothing that is stored is lost. */
export const cancelCommand: AddCommand = (program, host, finish) => {
  program
    .command('cancel')
    .description('stop the run of a study on AWS')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(stackOption())
    .addOption(storeOption())
    .addOption(endpointOption())
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags, command: Command) => {
      await cancel(host, argument, { ...flags, givenStore: givenStore(command, flags) });
      finish(EXIT.done);
    });
};

async function cancel(host: Host, argument: string, flags: CloudFlags): Promise<void> {
  await withCloud(host, flags, async (cloud) => {
    const { name, run } = await lastRunOf(host, cloud, argument);
    const { describeExecution, stopExecution } = await import('../aws/executions.ts');
    const { createProgressReader } = await import('../aws/run-progress.ts');
    const { state } = await describeExecution(cloud.clients, run.executionArn);
    const again = `signbench run ${name} --on aws${stackWords(flags.stack)}`;
    if (state !== 'running') {
      await host.print(`Run ${run.runId} of ${name} is over (${state}); there is nothing to cancel.\n`);
      return;
    }
    await stopExecution(cloud.clients, run.executionArn, 'signbench cancel');
    const progress = await createProgressReader(cloud.store, name, run.runId)();
    await host.print(
      `Cancelled run ${run.runId} of ${name} (${progressLine(progress)}). What is stored in ${cloud.store.location} is kept; ` +
        `to compute only the rest: ${again}\n`,
    );
  });
}
