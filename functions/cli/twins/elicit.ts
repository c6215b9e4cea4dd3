import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { Design } from '../../twins/elicit/design.ts';
import { estimateSentence } from '../../twins/elicit/estimate.ts';
import type { Share } from '../../twins/elicit/positions.ts';
import type { ElicitQuestion } from '../../twins/elicit/question.ts';
import type { ElicitResult } from '../../twins/elicit/stage.ts';
import { parseTemplate, type Template } from '../../twins/elicit/template.ts';
import { count, money } from '../../twins/model/cost-words.ts';
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
import { runStage, type StageContext, type StageFlags, withStageOptions } from './stage-command.ts';

interface Flags extends StageFlags, ModelFlags {
  readonly template?: string;
  readonly perPair?: number;
  readonly perPersona?: number;
  readonly orders: ElicitQuestion['orders'];
  readonly temperature: number | null;
  readonly maxTokens: number;
  readonly logprobs: boolean;
  readonly seed: number;
  readonly tolerate: number;
}

const EXAMPLES = `
The key is read from an environment variable only, and is never stored or shown. What it will take is said, and asked, before
anything is spent; --yes says yes. docs/twins.md describes templates, designs and endpoints.

Examples:
  $ signbench twins elicit --model-url http://localhost:8000/v1 --model openai/gpt-oss-20b --max-tokens 512 --yes
  $ signbench twins elicit --model-url https://api.openai.com/v1 --model gpt-4o-mini \\
      --input-price 0.15 --output-price 0.6 --budget 5usd --rate 500
`;

/** signbench twins elicit: asks a model, as each persona, which reply it prefers. */
export const elicitCommand: AddCommand = (program, host, finish) => {
  withStageOptions(
    withModelOptions(
      program
        .command('elicit')
        .description('ask a model, as each persona, which reply of a pair it prefers')
        .option('--template <file>', 'what the model is asked (default: the template of the package)')
        .addOption(
          new Option('--per-pair <k>', 'random personas a pair (default: 1)')
            .argParser(wholeNumber(1, 1_000_000))
            .conflicts('perPersona'),
        )
        .addOption(
          new Option('--per-persona <m>', 'random pairs a persona, for panels').argParser(
            wholeNumber(1, 10_000_000),
          ),
        )
        .addOption(
          new Option('--orders <orders>', 'both orders of the replies, or one at random')
            .choices(['both', 'one'] satisfies ElicitQuestion['orders'][])
            .default('both'),
        )
        .addOption(
          new Option('--temperature <t>', "from 0 to 2, or server for the server's own")
            .argParser(parseTemperature)
            .default(0),
        )
        .addOption(
          new Option('--max-tokens <n>', 'the longest answer; models that think first need hundreds')
            .argParser(wholeNumber(1, 1_000_000))
            .default(8),
        )
        .option('--no-logprobs', 'do not ask for the probabilities of A and B')
        .addOption(
          new Option('--seed <n>', 'seed of who judges what')
            .argParser(wholeNumber(0, 4_294_967_295))
            .default(1),
        )
        .addOption(
          new Option('--tolerate <share>', 'judgements that may have no answer that can be read')
            .argParser(parseShare)
            .default(0.05),
        ),
    ),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      let code: number = EXIT.done;
      await runStage(host, flags, async (context) => {
        const result = await run(host, flags, context);
        if (result.status === 'budget') code = EXIT.partial;
        return { result, text: textOf(result) };
      });
      finish(code);
    });
};

async function run(host: Host, flags: Flags, { store, name, options }: StageContext): Promise<ElicitResult> {
  const onNotice = options.onNotice ?? (() => {});
  const prices = pricesOf(flags);
  const cap = capOf(flags);
  const template = await readTemplate(host, flags.template);
  const client = await openClient(flags, { signal: options.signal, onNotice });
  const { elicit } = await import('../../twins/elicit/elicit.ts');
  const { orders, temperature, maxTokens, seed } = flags;
  return elicit(
    store,
    name,
    { template, design: designOf(flags), orders, temperature, maxTokens, seed },
    {
      ...options,
      client,
      prices,
      cap,
      logprobs: flags.logprobs,
      concurrency: flags.concurrency,
      tolerance: flags.tolerate,
      again: flags.again === true,
      agree: (estimate) => {
        onNotice(estimateSentence(estimate, { prices, cap }));
        return confirm(host, `Ask ${client.model} at ${client.address}?`, flags.yes);
      },
    },
  );
}

async function readTemplate({ studiesFolder }: Host, path: string | undefined): Promise<Template> {
  const file = path ?? join(studiesFolder, '..', 'templates', 'choice.txt');
  try {
    return parseTemplate(basename(file), await readFile(file, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new InputError(`The template ${file} cannot be read (${String(cause.code)}).`, { cause });
  }
}

const designOf = ({ perPair, perPersona }: Flags): Design =>
  perPersona === undefined
    ? { kind: 'per-pair', count: perPair ?? 1 }
    : { kind: 'per-persona', count: perPersona };

function textOf(result: ElicitResult): string {
  const { status, labels, probabilities, unparsed, undecided, lacking, answered, tokens, dollars } = result;
  const took = `${count(answered)} answers came, ${count(tokens.input)} tokens in and ${count(tokens.output)} out${dollars === null ? '' : `, ${money(dollars)}`}.`;
  switch (status) {
    case 'declined':
      return 'Nothing was asked.\n';
    case 'budget':
      return `Stopped at the budget. ${took} ${count(lacking)} are left; the same command with a larger budget asks for them.\n`;
    case 'cached':
    case 'complete': {
      const what = `${count(labels)} labels, ${probabilities === labels ? 'all' : probabilities === 0 ? 'none' : count(probabilities)} with the model's probability; ${count(undecided)} judgements undecided, ${count(unparsed)} without an answer that can be read.`;
      const how = status === 'cached' ? 'Nothing changed since they were made.' : took;
      return `${what} ${how}\n${positionText(result)}`;
    }
    default:
      return status satisfies never;
  }
}

function positionText({ positions }: ElicitResult): string {
  if (positions === null) return '';
  const { first, consistent, firstTwice, secondTwice } = positions;
  const lines = [
    ...(first === null
      ? []
      : [`Answers for the reply shown first: ${share(first)}; without position bias half.`]),
    ...(consistent === null || firstTwice === null || secondTwice === null
      ? []
      : [
          `Judgements that stay the same when the replies change places: ${share(consistent)}; the first twice ${share(firstTwice)}, the second twice ${share(secondTwice)}.`,
        ]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const share = ({ value, mcse }: Share): string =>
  `${(100 * value).toFixed(1)} % (± ${(100 * mcse).toFixed(1)})`;

function parseTemperature(text: string): number | null {
  if (text === 'server') return null;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 2) return value;
  throw new InvalidArgumentError('A number from 0 to 2, or server, is expected.');
}

function parseShare(text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits) / (percent === '%' ? 100 : 1);
  if (value <= 1) return value;
  throw new InvalidArgumentError('A share from 0 to 1 is expected, for instance 0.05 or 5%.');
}
