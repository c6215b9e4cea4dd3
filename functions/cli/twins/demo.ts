import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { demoPopulation } from '../../twins/demo/demo-population.ts';
import { demoTranscripts } from '../../twins/demo/demo-texts.ts';
import { embedTexts } from '../../twins/embed-texts.ts';
import { truthText } from '../../twins/evaluate/truth-text.ts';
import { fitThreads } from '../../twins/fit/open-table.ts';
import { hashedEmbedder } from '../../twins/hashed-embedder.ts';
import { importPairs } from '../../twins/import-pairs.ts';
import { simulate } from '../../twins/simulate.ts';
import { USUAL_TOLERANCE } from '../../twins/tolerance.ts';
import { train } from '../../twins/train/train.ts';
import { truth } from '../../twins/truth/truth.ts';
import { EXIT } from '../exit-codes.ts';
import { workersOption } from '../options.ts';
import type { AddCommand } from '../program.ts';
import { runEvaluate } from './evaluate.ts';
import {
  runStage,
  type StageAnswer,
  type StageContext,
  type StageFlags,
  withStageOptions,
} from './stage-command.ts';

interface Flags extends StageFlags {
  readonly workers?: number;
}

const PAIRS = 8000;
const COLUMNS = 24;
const PERSONAS = 40;
const LABELS_PER_PAIR = 4;
const SEEDS = 4;
/** Those of the paper's comparison. */
const ESTIMATORS: readonly string[] = ['rlhf', 'sign', 'annealed', 'em-1', 'em-2', 'em-3', 'em-5'];

const EXAMPLE = `
Made-up transcripts, hashed features, and simulated personas in place of a model server: no network, less than a minute.

Example:
  $ signbench twins demo
`;

/** signbench twins demo: every stage on data made on the spot, ending with the table and the figure. */
export const demoCommand: AddCommand = (twins, host, finish) => {
  const command = twins
    .command('demo')
    .description('the whole chain on data made on the spot, without a network')
    .addOption(workersOption())
    .addHelpText('after', EXAMPLE);
  withStageOptions(command).action(async (flags: Flags, self: Command) => {
    const name = self.getOptionValueSource('name') === 'default' ? 'demo' : flags.name;
    await runStage(host, { ...flags, name }, (context) => runDemo(flags, context));
    finish(EXIT.done);
  });
};

async function runDemo({ workers, again = false }: Flags, context: StageContext): Promise<StageAnswer> {
  const { store, name, options } = context;
  const say = (sentence: string): void => options.onNotice?.(sentence);
  const threads = fitThreads(workers);
  await importDemo(context, again);
  say(`import: ${PAIRS} made-up pairs.`);
  const embedder = hashedEmbedder({ columns: COLUMNS, seed: 1 });
  await embedTexts(store, name, { embedder, centre: false, spectrum: false, again }, options);
  say(`embed: ${COLUMNS} hashed features, no language model.`);
  const population = await demoPopulation(store, name);
  const request = {
    population,
    pairs: null,
    personas: PERSONAS,
    labelsPerPair: LABELS_PER_PAIR,
    seed: 1,
    again,
  };
  const { labels } = await simulate(store, name, request, options);
  say(`simulate, in place of elicit: ${labels} labels of ${PERSONAS} personas of two kinds.`);
  const found = await truth(store, name, { ...threads, again }, options);
  say('truth: a utility per persona.');
  await train(store, name, { ...threads, seeds: SEEDS, share: 0.1, estimators: ESTIMATORS, again }, options);
  say('train: done.');
  const { result, text } = await runEvaluate({ again }, context);
  return { result, text: `${truthText(found.manifest)}\n${text}` };
}

async function importDemo({ store, name, options }: StageContext, again: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'signbench-demo-'));
  try {
    const path = join(folder, 'demo.jsonl');
    await writeFile(path, demoTranscripts(PAIRS));
    const reading = { format: 'auto' } as const;
    await importPairs(store, name, { path, reading, tolerance: USUAL_TOLERANCE, again }, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}
