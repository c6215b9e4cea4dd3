import { InvalidArgumentError, Option } from 'commander';
import { fitThreads } from '../../twins/fit/open-table.ts';
import { ESTIMATORS } from '../../twins/train/estimators.ts';
import { train } from '../../twins/train/train.ts';
import { EXIT } from '../exit-codes.ts';
import { workersOption } from '../options.ts';
import type { AddCommand } from '../program.ts';
import { wholeNumber } from './model-flags.ts';
import { runStage, type StageFlags, withStageOptions } from './stage-command.ts';
import { wholeNumbers } from './whole-numbers.ts';

interface Flags extends StageFlags {
  readonly sizes?: readonly number[];
  readonly seeds: number;
  readonly heldOut: number;
  readonly estimators?: readonly string[];
  readonly workers?: number;
}

const EXAMPLES = `
Estimators: ${ESTIMATORS.map(({ id }) => id).join(', ')}.

Examples:
  $ signbench twins train --store results
  $ signbench twins train --sizes 1000,10000,39451 --seeds 8 --estimators rlhf,sign,em-2
`;

/** signbench twins train: RLHF, EM and the sign estimator on one label a pair, over sizes and seeds. */
export const trainCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('train')
    .description('fit RLHF, EM and the sign estimator on the labels, over sizes and seeds')
    .addOption(
      new Option('--sizes <n,n,...>', 'pairs to learn from (default: a sixteenth, a quarter, all)').argParser(
        wholeNumbers(2, 10_000_000),
      ),
    )
    .addOption(
      new Option('--seeds <s>', 'splits into pairs to learn from and held-out pairs')
        .argParser(wholeNumber(1, 10_000))
        .default(4),
    )
    .addOption(
      new Option('--held-out <share>', 'share of the pairs that a seed holds out')
        .argParser(share)
        .default(0.1),
    )
    .addOption(
      new Option('--estimators <ids>', 'which of them, with commas between (default: all)').argParser(
        (text) => text.split(','),
      ),
    )
    .addOption(workersOption())
    .addHelpText('after', EXAMPLES);
  withStageOptions(command).action(async (flags: Flags) => {
    await runStage(host, flags, async ({ store, name, options }) => {
      const { sizes, seeds, heldOut, estimators, workers, again = false } = flags;
      const { manifest, computed } = await train(
        store,
        name,
        {
          ...fitThreads(workers),
          seeds,
          share: heldOut,
          again,
          ...(sizes === undefined ? {} : { sizes }),
          ...(estimators === undefined ? {} : { estimators }),
        },
        options,
      );
      const { judged, fits } = manifest;
      return {
        result: {
          judged,
          heldOut: manifest.heldOut,
          sizes: manifest.sizes,
          seeds,
          fits: fits.length,
          computed,
        },
        text: `${fits.length} fits at ${manifest.sizes.join(', ')} of ${judged} judged pairs, ${seeds} seeds; ${computed} computed now, the others were there.\n`,
      };
    });
    finish(EXIT.done);
  });
};

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('A share between 0 and 1 is expected.');
}
