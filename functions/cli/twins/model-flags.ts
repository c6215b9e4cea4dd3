import { type Command, InvalidArgumentError, Option } from 'commander';
import { isOpenToOthers } from '../../twins/model/model-address.ts';
import type { ModelClient } from '../../twins/model/model-client.ts';
import { DEFAULT_KEY_VARIABLE, modelKey } from '../../twins/model/model-key.ts';
import type { Cap, Prices } from '../../twins/model/spending.ts';
import { InputError } from '../input-error.ts';
import { parseDollars, STORING_MS } from '../options.ts';

/** How a stage asks a model. */
export interface ModelFlags {
  readonly modelUrl?: string;
  readonly model?: string;
  readonly keyEnv?: string;
  readonly concurrency: number;
  readonly rate?: number;
  readonly timeout: number;
  readonly budget?: number;
  readonly budgetTokens?: number;
  readonly inputPrice?: number;
  readonly outputPrice?: number;
  readonly yes?: boolean;
}

/** Adds the options of stages that ask a model's server. */
export const withModelOptions = (command: Command): Command =>
  command
    .option(
      '--model-url <url>',
      'base URL of an OpenAI-compatible server, for instance http://localhost:8000/v1',
    )
    .option('--model <name>', 'the model, as the server names it')
    .option('--key-env <name>', `environment variable that holds the key (default: ${DEFAULT_KEY_VARIABLE})`)
    .addOption(new Option('--concurrency <n>', 'requests at once').argParser(wholeNumber(1, 512)).default(8))
    .addOption(new Option('--rate <n>', 'requests a minute at most').argParser(wholeNumber(1, 1_000_000)))
    .addOption(
      new Option('--timeout <s>', 'seconds that one answer may take')
        .argParser(wholeNumber(1, 290))
        .default(120),
    )
    .addOption(
      new Option(
        '--budget <dollars>',
        'what all answers may cost, for instance 5usd; needs the prices',
      ).argParser(parseDollars),
    )
    .addOption(
      new Option('--budget-tokens <n>', 'tokens that all answers may take').argParser(wholeNumber(1, 1e12)),
    )
    .addOption(new Option('--input-price <usd>', 'dollars for a million tokens in').argParser(price))
    .addOption(new Option('--output-price <usd>', 'dollars for a million tokens out').argParser(price))
    .option('--yes', 'spend without asking first');

/** What may be spent. */
export const capOf = ({ budget, budgetTokens }: ModelFlags): Cap => ({
  dollars: budget ?? null,
  tokens: budgetTokens ?? null,
});

/**
 * The prices given; null where they are unknown.
 *
 * @throws InputError where one of two is given, or a budget in dollars without prices.
 */
export function pricesOf({ inputPrice, outputPrice, budget }: ModelFlags): Prices | null {
  if (inputPrice !== undefined && outputPrice !== undefined)
    return { input: inputPrice, output: outputPrice };
  if (inputPrice !== undefined || outputPrice !== undefined) {
    throw new InputError('--input-price and --output-price go together; where one is free, give 0.');
  }
  if (budget === undefined) return null;
  throw new InputError(
    '--budget needs --input-price and --output-price, in dollars for a million tokens: no price is assumed. --budget-tokens needs none.',
  );
}

/** The client that the flags describe. Throws InputError or TwinsError where they describe none. */
export async function openClient(
  flags: ModelFlags,
  { signal, onNotice }: { readonly signal: AbortSignal; readonly onNotice: (sentence: string) => void },
): Promise<ModelClient> {
  const { modelUrl, model } = flags;
  if (modelUrl === undefined || model === undefined) {
    throw new InputError(
      '--model-url and --model are needed: the server, for instance http://localhost:8000/v1, and the name of its model.',
    );
  }
  const key = modelKey(process.env, flags.keyEnv);
  // Other commands must not wait for the library to load.
  const { openModelClient } = await import('../../twins/model/model-client.ts');
  const client = openModelClient({
    url: modelUrl,
    model,
    key,
    requestsPerMinute: flags.rate ?? null,
    timeoutMs: 1000 * flags.timeout,
    cap: capOf(flags),
    prices: pricesOf(flags),
    signal,
    graceMs: STORING_MS,
  });
  if (key.value !== null && isOpenToOthers(client.address)) {
    onNotice(
      `${client.address} is not encrypted: the key in ${key.variable} and all texts can be read on the way.`,
    );
  }
  return client;
}

/** Reads a whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is expected.`);
  };

function price(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 1e6) return value;
  throw new InvalidArgumentError('Dollars for a million tokens are expected, for instance 0.15.');
}
