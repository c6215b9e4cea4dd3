import type { Tables } from '../../kernels/populations/table.ts';
import { shellWord } from '../../results/report/shell-word.ts';
import type { Store } from '../../results/store/store.ts';
import type { Provenance } from '../../results/summary.ts';
import { type RunEvent, type RunResult, runStudy } from '../local/run-study.ts';
import { type ComputeId, gpuModeOf } from '../study/backends.ts';
import { EXIT } from './exit-codes.ts';
import { forkedCells } from './forked-cells.ts';
import type { Host } from './host.ts';
import type { LoadedStudy } from './load-study.ts';
import type { StoreFlags } from './options.ts';
import { printResults } from './print-results.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import { shortCount } from './quantities.ts';

export interface RunFlags {
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface ComputeFlags {
  /** The command that repeats the run. */
  readonly command: string;
  readonly backend: ComputeId | undefined;
}

const EVENT_MS = 1000;

/** Runs a study, shows how far it is, prints the table and says where the results are; resolves to the exit code. */
export async function executeRun(
  host: Host,
  store: Store,
  loaded: LoadedStudy,
  flags: RunFlags & Pick<StoreFlags, 'endpoint'> & ComputeFlags,
): Promise<number> {
  const result = await computeStudy(host, store, loaded, flags);
  await printResult(host, result, { json: flags.json === true, tables: loaded.tables });
  return exitOf(host, result, { store, endpoint: flags.endpoint });
}

/** Runs a study and shows how far it is. */
export async function computeStudy(
  host: Host,
  store: Store,
  { study, source, tables }: LoadedStudy,
  flags: RunFlags & ComputeFlags,
): Promise<RunResult> {
  const display = flags.quiet ? null : createProgressDisplay(host);
  const send = flags.json ? eventSender(host) : () => {};
  const forked = await forkedCells(store, study);
  if (forked !== null && forked > 0) {
    host.say(
      `signbench: ${study.name} was run before on other data: ${forked} cells have another seed or population and are ` +
        'computed anew; the old records stay in the store.\n',
    );
  }
  const mode = flags.backend === undefined ? null : gpuModeOf(flags.backend);
  if (mode !== null && !flags.quiet) {
    host.say(
      `signbench: fits search with gpu.js in the mode ${mode}; signbench kernels compares backends.\n`,
    );
  }
  const result = await host.interruptible((signal) =>
    runStudy(study, {
      store,
      source,
      tables,
      signal,
      command: flags.command,
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      ...(flags.backend === undefined ? {} : { backend: flags.backend }),
      onEvent: (event) => {
        tell(event, host, display);
        send(event);
      },
    }).finally(() => display?.end()),
  );
  if (!flags.quiet) host.say(throughput(result.provenance));
  return result;
}

/** The exit code of a run; says how to go on where it did not end. */
export function exitOf(
  host: Host,
  result: RunResult,
  { store, endpoint }: { readonly store: Store; readonly endpoint: string | undefined },
): number {
  const server = endpoint === undefined ? '' : ` --endpoint ${shellWord(endpoint)}`;
  const resume = `signbench resume ${result.summary.study.name} --store ${shellWord(store.location)}${server}`;
  switch (result.status) {
    case 'complete':
      return EXIT.done;
    case 'partial':
      host.say(
        `signbench: partial: ${result.lost.length} blocks could not be computed. To try again: ${resume}\n`,
      );
      return EXIT.partial;
    case 'interrupted':
      host.say(`signbench: interrupted; every finished block is stored. To go on: ${resume}\n`);
      return EXIT.interrupted;
    default:
      return result.status satisfies never;
  }
}

/** What was computed and how fast each worker was; empty where everything was stored already. */
export function throughput({ replicatesComputed, rowsComputed, wallSeconds, workers }: Provenance): string {
  if (replicatesComputed === 0) return '';
  const amount = `computed ${replicatesComputed} data sets, ${shortCount(rowsComputed)} rows`;
  // A clock that was set back, or stands still, tells no speed.
  if (!(wallSeconds > 0)) return `${amount}\n`;
  const rate = shortCount(rowsComputed / wallSeconds / workers);
  return (
    `${amount} in ${wallSeconds.toFixed(1)} s on ${workers} ${workers === 1 ? 'worker' : 'workers'}: ` +
    `${rate} rows/s a worker\n`
  );
}

async function printResult(
  host: Host,
  result: RunResult,
  { json, tables }: { readonly json: boolean; readonly tables: Tables },
): Promise<void> {
  if (json) {
    const interrupted = result.status === 'interrupted' ? { interrupted: true } : {};
    const { status } = result.summary;
    const line = { event: 'summary', path: result.summaryPath, status, ...interrupted };
    await host.print(`${JSON.stringify(line)}\n`);
  } else if (result.status !== 'interrupted') {
    await printResults(host, result, tables);
  }
}

/** Tells a person what happens: damage and failures always, progress unless quiet. */
function tell(event: RunEvent, host: Host, display: ProgressDisplay | null): void {
  const note = (line: string): void => (display === null ? host.say(`${line}\n`) : display.note(line));
  switch (event.event) {
    case 'progress':
      display?.update(event);
      break;
    case 'damaged':
      note(
        `signbench: damaged record ${event.path}: ${event.reason}; moved to ${event.movedTo}, computed again.`,
      );
      break;
    case 'retry':
    case 'lost': {
      const { cell, block } = event.task;
      const outcome =
        event.event === 'retry' ? 'it is tried again' : `given up after ${event.attempts} attempts`;
      note(`signbench: a worker failed on ${cell.key}, block ${block}: ${event.reason}; ${outcome}.`);
      break;
    }
    default:
      event satisfies never;
  }
}

/** Sends events as NDJSON, progress at most once a second. */
function eventSender(host: Host): (event: RunEvent) => void {
  let sentAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.event === 'progress') {
      if (performance.now() - sentAt < EVENT_MS) return;
      sentAt = performance.now();
    }
    void host.print(`${JSON.stringify(eventLine(event))}\n`);
  };
}

function eventLine(event: RunEvent): unknown {
  switch (event.event) {
    case 'progress':
      return event;
    case 'damaged':
      return { event: event.event, path: event.path, reason: event.reason, movedTo: event.movedTo };
    case 'retry':
    case 'lost': {
      const { task, attempts, reason } = event;
      return { event: event.event, cell: task.cell.key, block: task.block, attempts, reason };
    }
    default:
      return event satisfies never;
  }
}
