import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Compared, compareSummaries } from '../../results/comparison.ts';
import { parseSummary } from '../../results/read-summary.ts';
import { comparisonRule, comparisonSentence } from '../../results/report/comparison-words.ts';
import { tableLines, wrapped } from '../../results/report/text-layout.ts';
import type { Measure, Summary } from '../../results/summary.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { numberText } from './number-text.ts';
import type { AddCommand } from './program.ts';

const EXAMPLES = `
A result is a summary.json, or a folder with one: studies/NAME of a store, or one of results/published by its name. Every measure of every estimator in every cell is
compared: the same to the bit, different within its Monte Carlo noise, or changed. Exit code: 0 nothing changed, 1 a number changed or is in one
result only.

Examples:
  $ signbench compare cube-root ./signbench-store/studies/cube-root
  $ signbench compare ./before/summary.json ./after/summary.json --json
`;

/** signbench compare: what two results have the same, and what has changed. */
export const compareCommand: AddCommand = (program, host, finish) => {
  program
    .command('compare')
    .description('compare two results: the same to the bit, within noise, or changed')
    .argument('<first>', 'a summary.json, the folder of a result, or the name of a published one')
    .argument('<second>', 'another')
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (first: string, second: string, flags: { readonly json?: boolean }) => {
      const [a, b] = await Promise.all([readResult(first, host), readResult(second, host)]);
      const comparison = compareSummaries(a, b);
      const { counts, tested, alpha } = comparison;
      const told = comparison.rows.filter(({ outcome }) => outcome === 'changed' || outcome === 'missing');
      if (flags.json) {
        const sameStudy = a.studyHash === b.studyHash;
        await host.print(`${JSON.stringify({ sameStudy, counts, tested, alpha, differing: told })}\n`);
      } else {
        const studies =
          a.studyHash === b.studyHash
            ? ''
            : `The studies differ: ${a.studyHash.slice(0, 12)} and ${b.studyHash.slice(0, 12)}.\n`;
        await host.print(
          `${comparisonSentence(comparison)}\n${studies}${table(told)}${wrapped(comparisonRule(comparison)).join('\n')}\n`,
        );
      }
      finish(told.length === 0 ? EXIT.done : EXIT.failed);
    });
};

async function readResult(argument: string, host: Host): Promise<Summary> {
  const place = /[/\\]|\.json$/.test(argument) ? argument : join(host.publishedFolder, argument);
  try {
    const file = (await stat(place)).isDirectory() ? join(place, 'summary.json') : place;
    const summary = parseSummary(await readFile(file));
    if (summary !== null) return summary;
    throw new InputError(`${file} is no summary of a study.`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `There is no result at ${place}. A result is a summary.json or a folder with one, given by its path with a slash, or the name of a published one.`,
      { cause: error },
    );
  }
}

/** Rows of the table at most. */
const SHOWN = 40;

function table(rows: readonly Compared[]): string {
  if (rows.length === 0) return '';
  const text = (measure: Measure | null): string =>
    measure === null || measure.value === null
      ? '-'
      : `${numberText(measure.value)} (${measure.mcse === null ? '-' : numberText(measure.mcse)})`;
  const shown = rows.slice(0, SHOWN);
  const column = (head: string, of: (row: Compared) => string, words = false) => ({
    head,
    words,
    texts: shown.map(of),
  });
  const lines = tableLines([
    column('cell', ({ cell }) => cell, true),
    column('estimator', ({ estimator }) => estimator, true),
    column('measure', ({ measure }) => measure, true),
    column('first (MCSE)', ({ a }) => text(a)),
    column('second (MCSE)', ({ b }) => text(b)),
    column('z', ({ z }) => (z === null ? '-' : z.toFixed(1))),
  ]);
  const more = rows.length > SHOWN ? `and ${rows.length - SHOWN} more\n` : '';
  return `${lines.join('\n')}\n${more}`;
}
