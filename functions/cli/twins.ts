import type { AddCommand } from './program.ts';
import { elicitCommand } from './twins/elicit.ts';
import { embedCommand } from './twins/embed.ts';
import { importCommand } from './twins/import.ts';

/** The stages in the order in which they are run, one a file in twins/. */
const STAGES: readonly AddCommand[] = [importCommand, embedCommand, elicitCommand];

const HELP = `
Stages, each of which goes on where it was interrupted and answers at once where nothing changed: import, embed, elicit.
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
