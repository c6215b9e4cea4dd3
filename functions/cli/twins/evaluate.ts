import { Option } from 'commander';
import { evaluate } from '../../twins/evaluate/evaluate.ts';
import { evaluationText } from '../../twins/evaluate/evaluation-text.ts';
import { findCurrentTruth } from '../../twins/truth/truth.ts';
import { EXIT } from '../exit-codes.ts';
import type { AddCommand } from '../program.ts';
import {
  runStage,
  type StageAnswer,
  type StageContext,
  type StageFlags,
  withStageOptions,
} from './stage-command.ts';

interface Flags extends StageFlags {
  readonly target?: 'known' | 'estimated';
}

const EXAMPLE = `
Example:
  $ signbench twins evaluate --store results
`;

/** signbench twins evaluate: angle and disagreement of every fit, the paper's values beside, a report. */
export const evaluateCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('evaluate')
    .description('compare every fit with the average utility: angle, disagreement on held-out pairs, report')
    .addOption(
      new Option(
        '--target <which>',
        'utilities to compare with (default: known ones of simulated twins)',
      ).choices(['known', 'estimated']),
    )
    .addHelpText('after', EXAMPLE);
  withStageOptions(command).action(async (flags: Flags) => {
    await runStage(host, flags, (context) => runEvaluate(flags, context));
    finish(EXIT.done);
  });
};

/** Evaluates what is trained and writes the report. */
export async function runEvaluate(
  { target, again = false }: Pick<Flags, 'target' | 'again'>,
  { store, name, options }: StageContext,
): Promise<StageAnswer> {
  const request = { again, ...(target === undefined ? {} : { target }) };
  const { evaluation, cached } = await evaluate(store, name, request, options);
  // Charts take longer to load than most commands.
  const { writeEvaluationReport } = await import('../../twins/evaluate/evaluation-report.ts');
  const written = await writeEvaluationReport(store, name, {
    evaluation,
    truth: await findCurrentTruth(store, name),
  });
  return {
    result: { ...evaluation, ...written, cached },
    text: `${evaluationText(evaluation)}\nReport: ${written.report}\nFigures: ${written.figures.join(', ')}\n`,
  };
}
