import { EXIT } from './exit-codes.ts';
import { bundledNames, loadStudy } from './load-study.ts';
import { STUDY_ARGUMENT } from './options.ts';
import type { AddCommand } from './program.ts';

const EXAMPLES = `
Examples:
  $ signbench methods cube-root
  $ signbench methods > docs/methods.md
`;

/** signbench methods: what studies simulate, fit and claim, and the formula of every measure, as Markdown. */
export const methodsCommand: AddCommand = (program, host, finish) => {
  program
    .command('methods')
    .description('write the methods section of studies: data, estimators, measures with their formulas')
    .argument('[studies...]', `${STUDY_ARGUMENT}; without any, all bundled studies`)
    .addHelpText('after', EXAMPLES)
    .action(async (given: readonly string[]) => {
      const names = given.length === 0 ? await bundledNames(host.studiesFolder) : given;
      const loaded = await Promise.all(
        names.map((name) => loadStudy(name, { profile: 'full', studiesFolder: host.studiesFolder })),
      );
      // Other commands must not wait for the words of reports to load.
      const { methodsPage } = await import('../../results/methods/methods-page.ts');
      await host.print(methodsPage(loaded.map(({ study }) => study)));
      finish(EXIT.done);
    });
};
