import { Option } from 'commander';
import { type ArrayPaths, embedArrays } from '../../twins/embed-arrays.ts';
import { embedByEndpoint } from '../../twins/embed-endpoint/embed-by-endpoint.ts';
import type { Embedded, EmbedRequest } from '../../twins/embed-features.ts';
import { embedTexts } from '../../twins/embed-texts.ts';
import { hashedEmbedder } from '../../twins/hashed-embedder.ts';
import { spectrumLines } from '../../twins/spectrum-text.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { InputError } from '../input-error.ts';
import type { AddCommand } from '../program.ts';
import {
  capOf,
  type ModelFlags,
  openClient,
  pricesOf,
  wholeNumber,
  withModelOptions,
} from './model-flags.ts';
import {
  runStage,
  type StageAnswer,
  type StageContext,
  type StageFlags,
  withStageOptions,
} from './stage-command.ts';

interface Flags extends StageFlags, ModelFlags {
  readonly chosen?: string;
  readonly rejected?: string;
  readonly differences?: string;
  readonly tensor?: string;
  readonly chosenTensor?: string;
  readonly rejectedTensor?: string;
  readonly dimension?: number;
  readonly textsAtOnce: number;
  readonly seed: number;
  readonly centre?: boolean;
  readonly spectrum: boolean;
}

const EXAMPLES = `
Features come from files with a row a pair, in the order of the pairs (--chosen and --rejected, or --differences), from an OpenAI-compatible server
(--model-url), or else are hashed n-grams under a random projection, which need no model and no network, and know words but not meanings.
docs/twins.md says how each is read.

Examples:
  $ signbench twins embed --chosen chosen.npy --rejected rejected.npy --store results
  $ signbench twins embed --differences x.safetensors --tensor differences
  $ signbench twins embed --chosen both.safetensors --rejected both.safetensors --chosen-tensor good --rejected-tensor bad
  $ signbench twins embed --model-url http://localhost:8000/v1 --model openai/gpt-oss-20b --yes
  $ signbench twins embed --dimension 512
`;

/** signbench twins embed: difference features of every pair into the store. */
export const embedCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('embed')
    .description('give every pair its features: from arrays, a model server, or hashed n-grams')
    .option('--chosen <file>', 'features of the chosen sides: .npy, .safetensors or .parquet')
    .option('--rejected <file>', 'features of the rejected sides')
    .option('--differences <file>', 'features of chosen minus rejected')
    .option('--tensor <name>', 'which matrix of a .safetensors file, or column of lists of a .parquet file')
    .option('--chosen-tensor <name>', 'the same of the chosen sides alone, where one file holds both sides')
    .option('--rejected-tensor <name>', 'the same of the rejected sides alone')
    .addOption(
      new Option(
        '--dimension <d>',
        'length of hashed features (default: 256), or that an endpoint is asked for',
      ).argParser(wholeNumber(1, 8192)),
    )
    .addOption(
      new Option('--seed <n>', 'seed of the projection of hashed features')
        .argParser(wholeNumber(0, 0xffff_ffff))
        .default(1),
    )
    .addOption(
      new Option('--texts-at-once <n>', 'texts of one request to an endpoint')
        .argParser(wholeNumber(1, 2048))
        .default(32),
    )
    .option('--centre', 'take the mean of the differences away when they are read; changes the model')
    .option('--no-spectrum', 'leave out how the features spread over directions')
    .addHelpText('after', EXAMPLES);
  withStageOptions(withModelOptions(command)).action(async (flags: Flags) => {
    const paths = arrayPaths(flags);
    await runStage(host, flags, (context) => runEmbed({ paths, flags, host }, context));
    finish(EXIT.done);
  });
};

interface Asked {
  readonly paths: ArrayPaths | null;
  readonly flags: Flags;
  readonly host: Host;
}

async function runEmbed(asked: Asked, context: StageContext): Promise<StageAnswer> {
  const embedded = await embed(asked, context);
  return { result: resultOf(embedded), text: textOf(embedded) };
}

async function embed({ paths, flags, host }: Asked, context: StageContext): Promise<Embedded> {
  const { store, name, options } = context;
  const { centre = false, spectrum, again = false } = flags;
  const request: EmbedRequest = { centre, spectrum, again };
  if (flags.modelUrl !== undefined || flags.model !== undefined) {
    if (paths === null) return embedFromServer(request, { flags, host }, context);
    throw new InputError('--model-url is given with arrays; give one of them.');
  }
  return paths === null
    ? embedTexts(store, name, { ...request, embedder: embedderOf(flags) }, options)
    : embedArrays(store, name, { ...request, paths, ...tensorsOf(flags) }, options);
}

async function embedFromServer(
  request: EmbedRequest,
  { flags, host }: Omit<Asked, 'paths'>,
  { store, name, options }: StageContext,
): Promise<Embedded> {
  const onNotice = options.onNotice ?? (() => {});
  const client = await openClient(flags, { signal: options.signal, onNotice });
  const { dimension, concurrency, textsAtOnce } = flags;
  return embedByEndpoint(
    store,
    name,
    {
      ...request,
      client,
      ...(dimension === undefined ? {} : { dimensions: dimension }),
      concurrency,
      textsAtOnce,
      cap: capOf(flags),
      prices: pricesOf(flags),
      agree: (sentence) => {
        onNotice(sentence);
        return confirm(host, `Ask ${client.model} at ${client.address}?`, flags.yes);
      },
    },
    options,
  );
}

/** What makes features of texts. */
const embedderOf = ({ dimension = 256, seed }: Flags) => hashedEmbedder({ columns: dimension, seed });

const tensorsOf = ({ tensor, chosenTensor, rejectedTensor }: Flags) => ({
  ...(tensor === undefined ? {} : { tensor }),
  ...(chosenTensor === undefined ? {} : { chosenTensor }),
  ...(rejectedTensor === undefined ? {} : { rejectedTensor }),
});

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
