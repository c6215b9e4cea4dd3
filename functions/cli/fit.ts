import { basename } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { Sample } from '../../kernels/arena.ts';
import { type ChoiceData, readChoiceData } from '../data/choice-data.ts';
import type { ChoiceRequest } from '../data/choice-request.ts';
import { DataError } from '../data/data-error.ts';
import { agreements } from '../fit/agreement.ts';
import type { Tie } from '../fit/correct-rows.ts';
import { type DataFit, fitData, sampleOf } from '../fit/data-fit.ts';
import type { IntervalWish } from '../fit/direction-intervals.ts';
import { equalThingsSentence } from '../fit/equal-things.ts';
import { EstimatorNameError, estimatorsNamed } from '../fit/estimator-names.ts';
import { fewKindsSentence } from '../fit/few-kinds.ts';
import { type FitContext, fitObject } from '../fit/fit-json.ts';
import { differenceSentence } from '../fit/fit-sentence.ts';
import { failureLines, fitText } from '../fit/fit-text.ts';
import { shares } from '../fit/original-units.ts';
import { pairedDifference } from '../fit/paired-difference.ts';
import { type Symmetry, symmetryOf } from '../fit/symmetry.ts';
import { symmetrySentence } from '../fit/symmetry-text.ts';
import { type EstimatorSpec, INTERVAL_METHODS } from '../study/study.ts';
import { type ChoiceFlags, choiceRequest } from './choice-flags.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import type { AddCommand } from './program.ts';
import { writeFileWhole } from './write-file.ts';

interface Flags extends ChoiceFlags {
  readonly standardise?: boolean;
  readonly estimator: string;
  readonly seconds?: number;
  readonly tie: Tie;
  readonly interval?: IntervalWish['method'] | true;
  readonly level: number;
  readonly draws: number;
  readonly picture?: string;
  readonly symmetry?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Three kinds of files: single choices answered 1 or 0 (--outcome); comparisons of two items whose features stand in two
groups of columns (--items, with --outcome unless the first was chosen in every row); one row an alternative
(--situation and --chosen; --chooser and --alternative where there are such columns). docs/fit.md describes them, and
what is printed.

Features are numbers, or true and false. Of a column of text, such as a brand, --categories makes a feature of each value
but the first; of the --alternative it makes constants.

Examples:
  $ signbench fit choices.csv --outcome auto --intercept --estimator certified,rlhf
  $ signbench fit pairs.csv --outcome first_chosen --items first_,second_ --chooser user
  $ signbench fit long.parquet --chooser id --situation task --alternative alt --chosen choice --json
  $ signbench fit yogurt.csv --chooser id --situation obsID --chosen choice --features price,feat --categories brand
`;

/** signbench fit: the estimators on a person's own choices. */
export const fitCommand: AddCommand = (program, host, finish) => {
  program
    .command('fit')
    .description('fit the estimators to your own choices and say how far they agree')
    .argument('<data>', 'a CSV, or a Parquet file')
    .option(
      '--outcome <column>',
      'column that is 1 where the answer is yes, or the first item was chosen (or its name; ties are left out)',
    )
    .option('--intercept', 'add a constant, for single choices')
    .option('--items <first,second>', 'how the columns of the first and of the second item begin or end')
    .option('--chooser <column>', 'column that says who chose')
    .option('--situation <column>', 'long format: column that tells the situations of a chooser apart')
    .option('--alternative <column>', 'long format: column that names the alternative')
    .option('--chosen <column>', 'long format: column that is 1 for the alternative that was chosen')
    .option('--features <a,b,c>', 'the features; by default all other columns of numbers')
    .option('--without <a,b,c>', 'columns of numbers that are no features')
    .option(
      '--categories <a,b,c>',
      'columns whose values are categories, each a feature of 1 and 0 but the first',
    )
    .option(
      '--yes <value>',
      'the value of --outcome or --chosen that means yes, where it is not 1, true or yes',
    )
    .option('--standardise', 'fit on features scaled to the same spread; directions are printed unscaled')
    .option('--estimator <names>', 'kinds of estimators, or solvers of sign, with commas', 'sign,rlhf')
    .addOption(new Option('--seconds <s>', 'time for a solver that can stop early').argParser(parseSeconds))
    .addOption(
      new Option('--tie <rule>', 'a choice on the boundary counts as told 1, or as right either way')
        .choices(['up', 'both'] satisfies Tie[])
        .default('up'),
    )
    .addOption(
      new Option(
        '--interval [method]',
        'say how sure each coefficient is; auto takes the valid method',
      ).choices(['auto', ...INTERVAL_METHODS]),
    )
    .addOption(new Option('--level <share>', 'coverage of intervals').argParser(parseLevel).default(0.95))
    .addOption(new Option('--draws <n>', 'samples drawn for intervals').argParser(parseDraws).default(200))
    .option('--symmetry', 'test whether the tastes of choosers are symmetric about their mean; slow')
    .option('--picture <file>', 'draw the shares of the direction to this SVG file')
    .option('--json', 'as a JSON array, one object an estimator')
    .addHelpText('after', EXAMPLES)
    .action(async (path: string, flags: Flags) => finish(await runFit(path, flags, host)));
};

async function runFit(path: string, flags: Flags, host: Host): Promise<number> {
  const data = await readData(path, choiceRequest(flags), { standardise: flags.standardise === true });
  for (const notice of data.notices) host.say(`signbench: ${notice}\n`);
  const specs = readEstimators(flags.estimator, data);
  const isSign = specs.some(({ kind }) => kind === 'sign');
  for (const said of [equalThingsSentence(data, flags.tie), isSign ? fewKindsSentence(data) : null]) {
    if (said !== null) host.say(`signbench: ${said}\n`);
  }
  const intervals = intervalWish(flags);
  const sample = sampleOf(data);
  const fits = fitData(
    data,
    { sample, specs },
    {
      seconds: flags.seconds,
      tie: flags.tie,
      intervals,
      onStart: ({ id }) => host.say(`signbench: fitting ${id} ...\n`),
    },
  );
  const { picture } = flags;
  if (picture !== undefined) {
    // Charts take longer to load than most fits take.
    const { fitPicture } = await import('../fit/fit-picture.ts');
    const { standalone } = await import('../../results/charts/drawing.ts');
    const drawn = standalone(fitPicture(data, fits, flags.level));
    await host.interruptible((signal) => writeFileWhole(picture, pieceOf(drawn), signal));
  }
  if (flags.json) for (const line of failureLines(fits)) host.say(`signbench: ${line}\n`);
  const context = contextOf(
    data,
    { sample, fits },
    { intervals, level: flags.level, symmetry: symmetryIn(data, flags, host) },
  );
  await host.print(
    flags.json
      ? `${JSON.stringify(fits.map((one) => fitObject(data, one, context)))}\n`
      : textOf(data, fits, context),
  );
  return EXIT.done;
}

function symmetryIn(data: ChoiceData, flags: Flags, host: Host): Symmetry | null {
  if (!flags.symmetry) return null;
  host.say('signbench: fitting symmetric tastes ...\n');
  const onDraw = (done: number, draws: number): void => {
    if (done % 10 === 0) host.say(`signbench: draw ${done} of ${draws} of the symmetry test\n`);
  };
  const found = symmetryOf(data, { level: flags.level, onDraw });
  if (found === null) host.say('signbench: --symmetry needs --chooser, which says whose choices they are.\n');
  return found;
}

async function* pieceOf(text: string): AsyncGenerator<string> {
  yield text;
}

interface Found {
  readonly sample: Sample;
  readonly fits: readonly DataFit[];
}

interface Wishes {
  readonly intervals: IntervalWish | undefined;
  readonly level: number;
  readonly symmetry: Symmetry | null;
}

/** How far estimators agree, where intervals are asked for whether the first two differ beyond noise, and the symmetry of tastes. */
function contextOf(
  data: ChoiceData,
  { sample, fits }: Found,
  { intervals, level, symmetry }: Wishes,
): FitContext {
  const apart = agreements(data, fits, (theta) => shares(theta, data));
  const [a, b] = fits.flatMap(({ spec, fitted }) => (fitted === null ? [] : [{ spec, fitted }]));
  const difference =
    intervals === undefined || b === undefined
      ? null
      : pairedDifference(data, sample, { a, b, level, draws: intervals.draws });
  return { agreements: apart, difference, level, symmetry };
}

function textOf(data: ChoiceData, fits: readonly DataFit[], context: FitContext): string {
  const { agreements: apart, difference, level, symmetry } = context;
  const parts = [
    fitText(data, fits, apart),
    ...(difference === null ? [] : [`${differenceSentence(data.names, difference, level)}\n`]),
    ...(symmetry === null ? [] : [`${symmetrySentence(symmetry)}\n`]),
    ...(fits.some(({ uncertainty }) => uncertainty !== undefined) ? [] : [HOW_SURE]),
  ];
  return parts.join('\n');
}

const HOW_SURE = 'How sure these figures are: add --interval.\n';

function intervalWish({ interval, level, draws }: Flags): IntervalWish | undefined {
  if (interval === undefined) return undefined;
  return { method: interval === true ? 'auto' : interval, level, draws };
}

/** What is wrong with the data becomes a sentence that names the file. */
async function readData(
  path: string,
  request: ChoiceRequest,
  { standardise }: { readonly standardise: boolean },
): Promise<ChoiceData> {
  try {
    return await readChoiceData(path, request, standardise);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new InputError(`${basename(path)} ${error.message}`, { cause: error });
  }
}

function readEstimators(
  text: string,
  { comparisons: { n, d }, users, isChooserUnknown }: ChoiceData,
): readonly EstimatorSpec[] {
  const names = text.split(',').map((name) => name.trim());
  try {
    return estimatorsNamed(names, { n, d, panel: users !== null && !isChooserUnknown });
  } catch (error) {
    if (!(error instanceof EstimatorNameError)) throw error;
    throw new InputError(error.message, { cause: error });
  }
}

function parseLevel(text: string): number {
  const level = Number(text);
  if (text.trim() === '' || !(level >= 0.5 && level < 1)) {
    throw new InvalidArgumentError('A share from 0.5 to below 1 is expected.');
  }
  return level;
}

function parseDraws(text: string): number {
  const draws = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(draws >= 10 && draws <= 100_000)) {
    throw new InvalidArgumentError('A whole number from 10 to 100000 is expected.');
  }
  return draws;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds > 0 && seconds <= 1e6)) {
    throw new InvalidArgumentError('A number of seconds above 0 is expected.');
  }
  return seconds;
}
