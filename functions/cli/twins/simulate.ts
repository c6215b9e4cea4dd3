import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { parsePopulation } from '../../study/spec/parse-population.ts';
import { unreadable } from '../../twins/records/lines.ts';
import { simulate } from '../../twins/simulate.ts';
import { EXIT } from '../exit-codes.ts';
import type { AddCommand } from '../program.ts';
import { wholeNumber } from './model-flags.ts';
import { runStage, type StageFlags, withStageOptions } from './stage-command.ts';

interface Flags extends StageFlags {
  readonly population: string;
  readonly pairs?: number;
  readonly personas: number;
  readonly labelsPer: number;
  readonly seed: number;
}

const EXAMPLES = `
The block \`population\` of a study file says how features are drawn, what tastes personas have and how they choose. Without --pairs the personas judge
the features that are stored (signbench twins embed), and only \`users\` and \`choice\` count.

Examples:
  $ signbench twins simulate --population studies/alignment-synthetic.yaml --pairs 43834 --personas 200
  $ signbench twins simulate --population people.yaml --personas 50 --labels-per 4
`;

/** signbench twins simulate: personas with known tastes in place of a model server. */
export const simulateCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('simulate')
    .description('draw features, personas with known utilities and their choices')
    .requiredOption('--population <file>', 'study file, or its population block')
    .addOption(
      new Option('--pairs <n>', 'pairs to draw; default: the features that are stored').argParser(
        wholeNumber(1, 10_000_000),
      ),
    )
    .addOption(
      new Option('--personas <u>', 'number of personas').argParser(wholeNumber(1, 100_000)).default(200),
    )
    .addOption(
      new Option('--labels-per <l>', 'personas asked about each pair')
        .argParser(wholeNumber(1, 100_000))
        .default(1),
    )
    .addOption(
      new Option('--seed <n>', 'decides all random numbers')
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .default(1),
    )
    .addHelpText('after', EXAMPLES);
  withStageOptions(command).action(async (flags: Flags) => {
    const text = await readFile(flags.population, 'utf8').catch((error: unknown) => {
      throw unreadable(error, flags.population);
    });
    const population = parsePopulation(text, flags.population);
    await runStage(host, flags, async ({ store, name, options }) => {
      const { pairs, personas, labelsPer, seed, again = false } = flags;
      const request = { population, pairs: pairs ?? null, personas, labelsPerPair: labelsPer, seed, again };
      const found = await simulate(store, name, request, options);
      const cached = found.cached ? ', as drawn before' : '';
      return {
        result: found,
        text: `${found.pairs} pairs with ${found.columns} features, ${found.labels} labels of ${found.personas} simulated personas${cached}.\n`,
      };
    });
    finish(EXIT.done);
  });
};
