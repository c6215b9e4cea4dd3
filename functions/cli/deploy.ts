import { join } from 'node:path';
import { textColumns } from '../../results/report/text-layout.ts';
import type { AskedStack, CdkTool } from '../aws/cdk-tool.ts';
import { CloudError } from '../aws/cloud-error.ts';
import { confirm } from './confirm.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { stackOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags {
  readonly stack: string;
  readonly set: readonly string[];
  readonly bootstrap?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = `
The AWS CDK does it; where it is not beside signbench, it is installed into ~/.cache/signbench after a question. docs/cloud.md
names the settings.

Examples:
  $ signbench deploy --dry-run
  $ signbench deploy --bootstrap
  $ signbench deploy --set concurrency=500 --set alarmEmail=me@example.org
`;

/** signbench deploy: makes or changes the stack that runs studies on AWS. */
export const deployCommand: AddCommand = (program, host, finish) => {
  program
    .command('deploy')
    .description('make or change the stack that runs studies on AWS')
    .addOption(stackOption())
    .option('--set <name=value>', 'a setting of the stack; may be repeated', collect, [])
    .option('--bootstrap', 'first prepare the account and region for the CDK, once')
    .option('--dry-run', 'say what would be created, without network or credentials, and stop')
    .option('--yes', 'ask nothing, also where permissions are given')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const asked = { stack: checkedName(flags.stack), settings: settingsOf(flags.set) };
      const tool = await toolOf(host, flags);
      if (tool === null) {
        host.say('signbench: nothing was installed, and nothing deployed.\n');
        return;
      }
      const { runCdk, synthesised } = await import('../aws/cdk-tool.ts');
      if (flags.dryRun) {
        await host.print(resourceTable(asked, await synthesised(tool, asked)));
        finish(EXIT.done);
        return;
      }
      await requireBootstrap(flags);
      const run = async (...words: readonly string[]): Promise<void> => {
        const code = await runCdk(tool, words, asked);
        if (code !== 0)
          throw new CloudError(`cdk ${words[0]} ended with code ${code}; what it said is above.`);
      };
      if (flags.bootstrap) await run('bootstrap');
      await run('deploy', '--require-approval', flags.yes ? 'never' : 'broadening');
      await announce(host, asked.stack);
      finish(EXIT.done);
    });
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function settingsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Za-z]+)=(.+)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new InputError(
          `--set is ${pair}; a name and a value are expected, for instance concurrency=500.`,
        );
      return [name, value];
    }),
  );
}

function checkedName(stack: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) return stack;
  throw new InputError(
    `--stack is ${stack}; a letter, then letters, digits and hyphens are allowed, 128 at most.`,
  );
}

/** null where it is not here and is not to be installed. */
async function toolOf(host: Host, { yes }: Flags): Promise<CdkTool | null> {
  const { cacheFolder, cdkPackages, findCdk, installCdk } = await import('../aws/cdk-tool.ts');
  const packageFolder = join(host.studiesFolder, '..');
  const found = await findCdk(packageFolder);
  if (found !== null) return found;
  const packages = (await cdkPackages(packageFolder)).join(', ');
  const question = `The AWS CDK is not here. Install ${packages} with npm into ${await cacheFolder(packageFolder)}?`;
  return (await confirm(host, question, yes)) ? installCdk(packageFolder) : null;
}

/** @throws InputError where the region was never prepared for the CDK: its own words for it name no command of ours. */
async function requireBootstrap({ bootstrap }: Flags): Promise<void> {
  if (bootstrap) return;
  const { openClients } = await import('../aws/clients.ts');
  const { describeStack } = await import('../aws/stack.ts');
  const clients = await openClients();
  try {
    if ((await describeStack(clients, 'CDKToolkit')) !== null) return;
  } finally {
    clients.close();
  }
  const where = clients.region === null ? 'This region' : `The region ${clients.region}`;
  throw new InputError(
    `${where} was never prepared for the CDK in this account (there is no stack CDKToolkit, which holds a bucket for bundles and roles); signbench deploy --bootstrap does it once.`,
  );
}

function resourceTable({ stack, settings }: AskedStack, resources: ReadonlyMap<string, number>): string {
  const rows = [...resources].map(([type, count]) => [type, String(count)]);
  const total = [...resources.values()].reduce((sum, count) => sum + count, 0);
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return (
    `The stack ${stack} with ${set.length === 0 ? 'default settings' : set.join(', ')} would have\n\n` +
    `${textColumns([['type', 'resources'], ...rows, ['all', String(total)]])}\n` +
    'Nothing was created. While no study runs it costs what its storage costs, and the alarms of CloudWatch.\n'
  );
}

async function announce(host: Host, name: string): Promise<void> {
  const { openClients } = await import('../aws/clients.ts');
  const { findStack } = await import('../aws/stack.ts');
  const clients = await openClients();
  try {
    const { store, workerMemoryMb, concurrency } = await findStack(clients, name);
    await host.print(
      `The stack ${name} is there: ${concurrency} workers of ${workerMemoryMb} MB at once, results in ${store}.\n`,
    );
  } finally {
    clients.close();
  }
}
