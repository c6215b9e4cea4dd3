import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diskError, errorCode } from '../../results/store/disk-error.ts';
import { parseStudy } from '../study/spec/parse-study.ts';
import { templateStudy } from '../study/spec/template.ts';
import { EXIT } from './exit-codes.ts';
import { InputError } from './input-error.ts';
import type { AddCommand } from './program.ts';

const EXAMPLES = `
Example:
  $ signbench new loud-minority && signbench run ./loud-minority.yaml --profile quick
`;

/** signbench new: a commented study file to start from. */
export const newCommand: AddCommand = (program, host, finish) => {
  program
    .command('new')
    .description('write a commented study file to start from')
    .argument('<name>', 'name of the study: lower-case words joined by hyphens')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string) => {
      const text = templateStudy(name);
      parseStudy(text, `the name ${name}`, 'full');
      const path = resolve(`${name}.yaml`);
      try {
        await writeFile(path, text, { flag: 'wx' });
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw diskError(error, 'write', path);
        throw new InputError(`${path} exists and was left alone; choose another name.`, { cause: error });
      }
      await host.print(`${path}\n`);
      host.say(`Edit it, then: signbench run ./${name}.yaml --profile quick\n`);
      finish(EXIT.done);
    });
};
