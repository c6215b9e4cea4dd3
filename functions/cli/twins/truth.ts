import { truthText } from '../../twins/evaluate/truth-text.ts';
import { fitThreads } from '../../twins/fit/open-table.ts';
import { truth } from '../../twins/truth/truth.ts';
import { EXIT } from '../exit-codes.ts';
import { workersOption } from '../options.ts';
import type { AddCommand } from '../program.ts';
import { runStage, type StageFlags, withStageOptions } from './stage-command.ts';

interface Flags extends StageFlags {
  readonly workers?: number;
}

const EXAMPLE = `
Example:
  $ signbench twins truth --store results
`;

/** signbench twins truth: a utility per persona, their average, and how different they are. */
export const truthCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('truth')
    .description("estimate each persona's utility from their labels, and say how personas differ")
    .addOption(workersOption())
    .addHelpText('after', EXAMPLE);
  withStageOptions(command).action(async ({ workers, ...flags }: Flags) => {
    await runStage(host, flags, async ({ store, name, options }) => {
      const request = { ...fitThreads(workers), again: flags.again === true };
      const { manifest, cached } = await truth(store, name, request, options);
      return {
        result: { ...manifest, cached },
        text: `${truthText(manifest)}${cached ? 'As estimated before.\n' : ''}`,
      };
    });
    finish(EXIT.done);
  });
};
