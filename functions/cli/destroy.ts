import type { Clients } from '../aws/clients.ts';
import { CloudError } from '../aws/cloud-error.ts';
import { confirm } from './confirm.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { endpointOption, stackOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags {
  readonly stack: string;
  readonly deleteResults?: boolean;
  readonly endpoint?: string;
  readonly yes?: boolean;
}

const EXAMPLES = `
Results and access logs stay in their buckets unless --delete-results is given. Runs that are under way end.

Examples:
  $ signbench destroy
  $ signbench destroy --delete-results
`;

/** signbench destroy: removes the stack from AWS. */
export const destroyCommand: AddCommand = (program, host, finish) => {
  program
    .command('destroy')
    .description('remove the stack from AWS')
    .addOption(stackOption())
    .option('--delete-results', 'also remove the buckets with results and access logs, for ever')
    .addOption(endpointOption())
    .option('--yes', 'ask nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const { openClients } = await import('../aws/clients.ts');
      const clients = await openClients();
      try {
        await destroy(host, clients, flags);
      } finally {
        clients.close();
      }
      finish(EXIT.done);
    });
};

async function destroy(host: Host, clients: Clients, flags: Flags): Promise<void> {
  const { describeStack } = await import('../aws/stack.ts');
  const { bucketsOf, deleteBucket, deleteStack, emptyBucket } = await import('../aws/tear-down.ts');
  const { stack: name, endpoint } = flags;
  const stack = await describeStack(clients, name);
  if (stack === null) {
    await host.print(`There is no stack ${name}; there is nothing to remove.\n`);
    return;
  }
  const buckets = await bucketsOf(clients, name);
  const doomed = flags.deleteResults ? ` and ALL RESULTS in ${buckets.join(', ')}, for ever` : '';
  if (!(await confirm(host, `Remove the stack ${name}${doomed}?`, flags.yes))) {
    await host.print('Nothing was removed.\n');
    return;
  }
  const place = { endpoint, region: clients.region };
  // While the stack is there, whoever is refused can run the command again.
  if (flags.deleteResults) for (const bucket of buckets) await emptyBucket(bucket, place);
  await host.interruptible((signal) =>
    deleteStack(clients, { name, id: stack.StackId ?? name }, { signal, pauseMs: PAUSE_MS }),
  );
  if (!flags.deleteResults) {
    await host.print(`The stack ${name} is removed. These buckets are kept: ${buckets.join(', ')}.\n`);
    return;
  }
  const problems: string[] = [];
  for (const bucket of buckets) {
    await deleteBucket(bucket, place).catch((error: unknown) => problems.push(messageOf(error)));
  }
  if (problems.length > 0) {
    throw new CloudError(
      `The stack ${name} is removed, but not all of its buckets: ${problems.join(' ')} Remove what is left in the console of S3, or with the AWS CLI.`,
    );
  }
  await host.print(`The stack ${name} is removed, and with it ${buckets.join(', ')}.\n`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const PAUSE_MS = 2000;
