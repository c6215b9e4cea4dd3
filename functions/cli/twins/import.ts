import { InvalidArgumentError, Option } from 'commander';
import { type Imported, importPairs } from '../../twins/import-pairs.ts';
import { importPersonas } from '../../twins/import-personas.ts';
import { PAIR_FORMATS, type PairFormat, type PairReading } from '../../twins/pairs/pair-of.ts';
import type { PairsManifest } from '../../twins/pairs-file.ts';
import type { PersonasManifest } from '../../twins/personas-file.ts';
import { type Tolerance, USUAL_TOLERANCE } from '../../twins/tolerance.ts';
import { EXIT } from '../exit-codes.ts';
import { InputError } from '../input-error.ts';
import type { AddCommand } from '../program.ts';
import {
  runStage,
  type StageAnswer,
  type StageContext,
  type StageFlags,
  withStageOptions,
} from './stage-command.ts';

interface Flags extends StageFlags {
  readonly personas?: string;
  readonly format: PairFormat;
  readonly prompt?: string;
  readonly chosen?: string;
  readonly rejected?: string;
  readonly score?: string;
  readonly tolerate: Tolerance;
}

const EXAMPLES = `
Pairs: HH-RLHF transcripts, prompt with two completions, lists of messages (UltraFeedback), completions with scores, or columns
of a CSV or Parquet file. JSON Lines may be compressed with gzip. docs/twins.md says how each is read.

Examples:
  $ signbench twins import helpful-base.jsonl.gz --personas personas.jsonl --store results
  $ signbench twins import pairs.csv --prompt question --chosen better --rejected worse --tolerate 2%
`;

/** signbench twins import: preference pairs and personas into the store. */
export const importCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('import')
    .description('read preference pairs, and personas, into the store')
    .argument('[file]', 'pairs: .jsonl, .jsonl.gz, .csv or .parquet')
    .option('--personas <file>', 'personas: .jsonl, .csv, .parquet, or .txt with one a line')
    .addOption(
      new Option('--format <name>', 'how pairs are read; auto tells by the shape of each record')
        .choices(PAIR_FORMATS)
        .default('auto'),
    )
    .option('--prompt <name>', 'column or field of the prompt')
    .option('--chosen <name>', 'column or field of the chosen side (default: chosen)')
    .option('--rejected <name>', 'column or field of the rejected side (default: rejected)')
    .option('--score <name>', 'score that orders the completions of one prompt')
    .addOption(
      new Option('--tolerate <share>', 'how many lines may be skipped as malformed: a share, or a number')
        .argParser(parseTolerance)
        .default(USUAL_TOLERANCE, '1%, in short files 10 lines'),
    )
    .addHelpText('after', EXAMPLES);
  withStageOptions(command).action(async (path: string | undefined, flags: Flags) => {
    if (path === undefined && flags.personas === undefined)
      throw new InputError('Nothing to import: give a file of pairs, a file of --personas, or both.');
    await runStage(host, flags, (context) => runImport(path, flags, context));
    finish(EXIT.done);
  });
};

async function runImport(
  path: string | undefined,
  flags: Flags,
  { store, name, options }: StageContext,
): Promise<StageAnswer> {
  const { tolerate: tolerance, again = false } = flags;
  const pairs =
    path === undefined
      ? null
      : await importPairs(store, name, { path, reading: readingOf(flags), tolerance, again }, options);
  const personas =
    flags.personas === undefined
      ? null
      : await importPersonas(store, name, { path: flags.personas, tolerance, again }, options);
  return {
    result: { ...(pairs && pairsObject(pairs)), ...(personas && personasObject(personas)) },
    text: `${[...(pairs ? pairsLines(pairs) : []), ...(personas ? personasLines(personas) : [])].join('\n')}\n`,
  };
}

const readingOf = ({ format, prompt, chosen, rejected, score }: Flags): PairReading => ({
  format,
  ...(prompt === undefined ? {} : { prompt }),
  ...(chosen === undefined ? {} : { chosen }),
  ...(rejected === undefined ? {} : { rejected }),
  ...(score === undefined ? {} : { score }),
});

const pairsObject = ({ manifest, cached }: Imported<PairsManifest>) => ({
  pairs: manifest.pairs,
  skipped: manifest.skipped,
  ties: manifest.ties,
  identical: manifest.identical,
  unshared: manifest.unshared,
  source: manifest.source,
  problems: manifest.problems,
  cached,
});

const personasObject = ({ manifest, cached }: Imported<PersonasManifest>) => ({
  personas: manifest.personas,
  personasSkipped: manifest.skipped,
  personasProblems: manifest.problems,
  personasCached: cached,
});

function pairsLines({ manifest, cached }: Imported<PairsManifest>): readonly string[] {
  const { pairs, skipped, ties, identical, unshared, source, problems } = manifest;
  return [
    `${pairs} pairs of ${source.file} (${source.kind})${cached ? ', as imported before' : ''}.`,
    ...(skipped > 0 ? [`${skipped} lines skipped:`, ...problemLines(problems)] : []),
    ...(ties > 0 ? [`${ties} prompts whose completions all have the same score make no pair.`] : []),
    ...(identical > 0 ? [`${identical} pairs have the same text on both sides.`] : []),
    ...(unshared > 0 ? [`${unshared} pairs share no turn.`] : []),
  ];
}

const personasLines = ({ manifest, cached }: Imported<PersonasManifest>): readonly string[] => [
  `${manifest.personas} personas of ${manifest.source.file}${cached ? ', as imported before' : ''}.`,
  ...(manifest.skipped > 0
    ? [`${manifest.skipped} personas skipped:`, ...problemLines(manifest.problems)]
    : []),
];

const problemLines = (problems: PairsManifest['problems']): readonly string[] =>
  problems.slice(0, 10).map(({ line, reason }) => `  ${line} ${reason}`);

function parseTolerance(text: string): Tolerance {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)\s?(%?)$/.exec(text.trim()) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits);
  if (percent === '%' && value <= 100) return { share: value / 100 };
  if (percent === '' && Number.isInteger(value)) return { count: value };
  throw new InvalidArgumentError('A share such as 1%, or a whole number of lines, is expected.');
}
