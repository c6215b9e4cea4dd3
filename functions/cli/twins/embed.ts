import { Option } from 'commander';
import { type ArrayPaths, embedArrays } from '../../twins/embed-arrays.ts';
import type { Embedded, EmbedRequest } from '../../twins/embed-features.ts';
import { embedTexts } from '../../twins/embed-texts.ts';
import { hashedEmbedder } from '../../twins/hashed-embedder.ts';
import { spectrumLines } from '../../twins/spectrum-text.ts';
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
import { wholeNumber } from './whole-number.ts';

interface Flags extends StageFlags {
  readonly chosen?: string;
  readonly rejected?: string;
  readonly differences?: string;
  readonly tensor?: string;
  readonly dimension: number;
  readonly seed: number;
  readonly centre?: boolean;
  readonly spectrum: boolean;
}

const EXAMPLES = `
Features come from files with a row a pair, in the order of the pairs (--chosen and --rejected, or --differences), or else are hashed n-grams under a
random projection, which need no model and no network, and know words but not meanings. docs/twins.md says how each is read.

Examples:
  $ signbench twins embed --chosen chosen.npy --rejected rejected.npy --store results
  $ signbench twins embed --differences x.safetensors --tensor differences
  $ signbench twins embed --dimension 512
`;

/** signbench twins embed: difference features of every pair into the store. */
export const embedCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('embed')
    .description('give every pair its features: from arrays, or hashed n-grams')
    .option('--chosen <file>', 'features of the chosen sides: .npy, .safetensors or .parquet')
    .option('--rejected <file>', 'features of the rejected sides')
    .option('--differences <file>', 'features of chosen minus rejected')
    .option('--tensor <name>', 'which matrix of a .safetensors file, or column of lists of a .parquet file')
    .addOption(
      new Option('--dimension <d>', 'length of hashed features').argParser(wholeNumber(1, 8192)).default(256),
    )
    .addOption(
      new Option('--seed <n>', 'seed of the projection of hashed features')
        .argParser(wholeNumber(0, 0xffff_ffff))
        .default(1),
    )
    .option('--centre', 'take the mean of the differences away when they are read; changes the model')
    .option('--no-spectrum', 'leave out how the features spread over directions')
    .addHelpText('after', EXAMPLES);
  withStageOptions(command).action(async (flags: Flags) => {
    const paths = arrayPaths(flags);
    await runStage(host, flags, (context) => runEmbed(paths, flags, context));
    finish(EXIT.done);
  });
};

async function runEmbed(
  paths: ArrayPaths | null,
  flags: Flags,
  { store, name, options }: StageContext,
): Promise<StageAnswer> {
  const { centre = false, spectrum, again = false, tensor } = flags;
  const request: EmbedRequest = { centre, spectrum, again };
  const embedded =
    paths === null
      ? await embedTexts(store, name, { ...request, embedder: embedderOf(flags) }, options)
      : await embedArrays(
          store,
          name,
          { ...request, paths, ...(tensor === undefined ? {} : { tensor }) },
          options,
        );
  return { result: resultOf(embedded), text: textOf(embedded) };
}

/** What makes features of texts. */
const embedderOf = ({ dimension, seed }: Flags) => hashedEmbedder({ columns: dimension, seed });

function arrayPaths({ chosen, rejected, differences }: Flags): ArrayPaths | null {
  if (differences !== undefined) {
    if (chosen === undefined && rejected === undefined) return { differences };
    throw new InputError(
      '--differences is given with --chosen or --rejected; give the differences or both sides.',
    );
  }
  if (chosen === undefined && rejected === undefined) return null;
  if (chosen === undefined || rejected === undefined)
    throw new InputError('--chosen and --rejected are needed both; or give --differences.');
  return { chosen, rejected };
}

const resultOf = ({ manifest, cached }: Embedded) => ({
  rows: manifest.rows,
  columns: manifest.columns,
  embedder: manifest.embedder,
  centred: manifest.centred,
  spectrum: manifest.spectrum,
  cached,
});

function textOf({ manifest, cached }: Embedded): string {
  const { rows, columns, embedder, centred, spectrum } = manifest;
  const centring = centred ? ', their mean taken away' : '';
  return [
    `${rows} pairs with ${columns} features (${EMBEDDERS[embedder.kind]})${centring}${cached ? ', as embedded before' : ''}.`,
    ...(spectrum === null ? [] : spectrumLines(spectrum)),
    '',
  ].join('\n');
}

const EMBEDDERS = {
  precomputed: 'precomputed',
  endpoint: 'from a model server',
  hashed: 'hashed n-grams with a random projection, no language model',
  simulated: 'simulated',
} as const;
