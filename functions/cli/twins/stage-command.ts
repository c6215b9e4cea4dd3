import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Store } from '../../../results/store/store.ts';
import { checkedName } from '../../twins/keys.ts';
import type { StageOptions } from '../../twins/stage-progress.ts';
import type { Host } from '../host.ts';
import { endpointOption, openStore, STORING_MS, type StoreFlags, storeOption } from '../options.ts';
import { createStageDisplay } from './stage-display.ts';

/** The options of every stage. */
export interface StageFlags extends StoreFlags {
  readonly name: string;
  readonly json?: boolean;
  readonly again?: boolean;
}

/** Adds the options that every stage has. */
export const withStageOptions = (command: Command): Command =>
  command
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(
      new Option('--name <name>', 'name of the data set in the store').default('twins').argParser(parseName),
    )
    .option('--again', 'do the stage again although nothing changed')
    .option('--json', 'progress and the result as JSON, one object a line');

/** What a stage needs of the command line. */
export interface StageContext {
  readonly store: Store;
  readonly name: string;
  readonly options: StageOptions & { readonly signal: AbortSignal };
}

/** What a stage says at its end: the object of --json, and the sentences for people. */
export interface StageAnswer {
  readonly result: object;
  readonly text: string;
}

/** Runs a stage: opens its store, shows its progress, ends it at Ctrl-C, prints its answer. */
export async function runStage(
  host: Host,
  flags: StageFlags,
  work: (context: StageContext) => Promise<StageAnswer>,
): Promise<void> {
  const store = await openStore(flags, host, STORING_MS);
  const display = createStageDisplay(host, flags.json === true);
  const { result, text } = await host.interruptible((signal) =>
    work({
      store,
      name: flags.name,
      options: { signal, onProgress: display.progress, onNotice: display.notice },
    }).finally(() => display.end()),
  );
  await host.print(flags.json ? `${JSON.stringify(result)}\n` : text);
}

function parseName(text: string): string {
  try {
    return checkedName(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
