import type { AddCommand } from './program.ts';
import { demoCommand } from './twins/demo.ts';
import { elicitCommand } from './twins/elicit.ts';
import { embedCommand } from './twins/embed.ts';
import { evaluateCommand } from './twins/evaluate.ts';
import { importCommand } from './twins/import.ts';
import { simulateCommand } from './twins/simulate.ts';
import { trainCommand } from './twins/train.ts';
import { truthCommand } from './twins/truth.ts';

/** The stages in the order in which they are run, one a file in twins/. */
const STAGES: readonly AddCommand[] = [
  importCommand,
  embedCommand,
  elicitCommand,
  simulateCommand,
  truthCommand,
  trainCommand,
  evaluateCommand,
  demoCommand,
];

const HELP = `
Stages, each of which goes on where it was interrupted and answers at once where nothing changed: import, embed, elicit or simulate,
truth, train, evaluate. demo runs all of them on data made on the spot.
docs/twins.md describes them, and what they store.

Example:
  $ signbench twins import helpful-base.jsonl.gz --personas personas.jsonl --store results
  $ signbench twins embed --store results
`;

/** signbench twins: from preference data and personas to how far RLHF, EM and the sign estimator are from the average user. */
export const twinsCommand: AddCommand = (program, host, finish) => {
  const twins = program
    .command('twins')
    .description('the alignment pipeline on preference pairs: import, embed, ask personas, fit, evaluate')
    .addHelpText('after', HELP);
  for (const add of STAGES) add(twins, host, finish);
};
