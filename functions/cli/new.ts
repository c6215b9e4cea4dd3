import { parseStudy } from '../study/spec/parse-study.ts';
import { templateStudy } from '../study/spec/template.ts';
import { EXIT } from './exit-codes.ts';
import type { AddCommand } from './program.ts';

const EXAMPLES = `
Example:
  $ signbench new loud-minority > loud-minority.yaml
  $ signbench run loud-minority.yaml --profile quick
`;

/** signbench new: a commented study file to start from, on stdout. */
export const newCommand: AddCommand = (program, host, finish) => {
  program
    .command('new')
    .description('write a commented study file to stdout')
    .argument('<name>', 'name of the study: lower-case words joined by hyphens')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string) => {
      const text = templateStudy(name);
      parseStudy(text, `the name ${name}`, 'full');
      await host.print(text);
      finish(EXIT.done);
    });
};
