import { parseSummary } from '../../results/read-summary.ts';
import { shellWord } from '../../results/report/shell-word.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import type { Summary } from '../../results/summary.ts';
import { CloudError } from '../aws/cloud-error.ts';
import type { ExecutionFacts } from '../aws/executions.ts';
import type { RunProgress } from '../aws/run-progress.ts';
import type { StartedRun } from '../aws/start-run.ts';
import { type ComputeId, computedBy } from '../study/backends.ts';
import { studyHash } from '../study/mechanism.ts';
import type { Profile } from '../study/study.ts';
import { type BackendFlags, backendWords } from './choose-backend.ts';
import { type Cloud, type CloudFlags, stackWords, withCloud } from './cloud.ts';
import { dollars, progressLine } from './cloud-words.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { type LoadedStudy, loadStudy } from './load-study.ts';
import { printResults } from './print-results.ts';

export interface RunOnAwsFlags extends CloudFlags, BackendFlags {
  readonly profile?: Profile;
  readonly budget?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface Run {
  readonly host: Host;
  readonly cloud: Cloud;
  readonly loaded: LoadedStudy;
  readonly flags: RunOnAwsFlags;
  readonly started: StartedRun;
  /** What goes on with it, and follows it where it is under way. */
  readonly again: string;
}

/** signbench run --on aws: starts a run of the stack, follows it to its end and prints what a run here prints. */
export async function runOnAws(host: Host, argument: string, flags: RunOnAwsFlags): Promise<number> {
  const backend = cloudBackend(flags);
  const { profile } = flags;
  const plain = await loadStudy(argument, { profile, studiesFolder: host.studiesFolder });
  const loaded = { ...plain, study: computedBy(plain.study, backend) };
  const { startRun } = await import('../aws/start-run.ts');
  return withCloud(host, flags, async (cloud) => {
    const { study, source, tables } = loaded;
    const asked = { study, source, tables, backend, budgetUsd: flags.budget, now: new Date() };
    const started = await startRun(cloud.clients, cloud, asked);
    const words = profile === undefined ? '' : ` --profile ${profile}`;
    const again = `signbench run ${shellWord(argument)}${words}${backendWords(backend)} --on aws${stackWords(flags.stack)}`;
    const run = { host, cloud, loaded, flags, started, again };
    await announce(run);
    const execution = await follow(run);
    return execution === null ? detached(run) : ended(run, execution);
  });
}

/** What workers compute with. They have no graphics hardware, so that gpu.js runs in its mode cpu. */
function cloudBackend({ backend = 'wasm-f64', gpujsMode }: RunOnAwsFlags): ComputeId {
  if (backend === 'gpujs' && (gpujsMode ?? 'cpu') === 'cpu') return 'gpujs-cpu';
  if (backend !== 'gpujs' && gpujsMode === undefined) return backend;
  if (backend !== 'gpujs') {
    throw new InputError(`--gpujs-mode belongs to --backend gpujs; the backend given is ${backend}.`);
  }
  throw new InputError(
    `--gpujs-mode is ${gpujsMode}; workers on AWS have no graphics hardware, allowed is cpu.`,
  );
}

async function announce({ host, cloud, flags, started, again }: Run): Promise<void> {
  if (flags.json) {
    const { runId, executionArn, found } = started;
    await host.print(`${JSON.stringify({ event: 'started', runId, execution: executionArn, found })}\n`);
  }
  if (flags.quiet) return;
  const budget =
    started.budgetUsd === null ? 'the budget of the stack' : `a budget of ${dollars(started.budgetUsd)}`;
  host.say(
    started.found
      ? `signbench: following run ${started.runId}, under way since ${started.startedAt} with ${budget}.\n`
      : `signbench: started run ${started.runId} on the stack ${cloud.stack.name} with ${budget}. Ctrl-C detaches and stops nothing; ${again} follows it again.\n`,
  );
}

async function follow(run: Run): Promise<ExecutionFacts | null> {
  const { host, cloud, loaded, flags, started } = run;
  const { describeExecution } = await import('../aws/executions.ts');
  const { createProgressReader } = await import('../aws/run-progress.ts');
  const { followRun } = await import('../aws/follow-run.ts');
  let last = '';
  const tell = (progress: RunProgress): void => {
    const line = progressLine(progress);
    if (line === last) return;
    last = line;
    if (flags.json) void host.print(`${JSON.stringify({ event: 'progress', ...progress })}\n`);
    if (!flags.quiet) host.say(`${line}\n`);
  };
  try {
    return await host.interruptible((signal) =>
      followRun({
        describe: () => describeExecution(cloud.clients, started.executionArn),
        progress: createProgressReader(cloud.store, loaded.study.name, started.runId),
        signal,
        onProgress: tell,
      }),
    );
  } catch (error) {
    host.say(`signbench: the run goes on without this command. ${waysOn(run)}\n`);
    throw error;
  }
}

const waysOn = ({ loaded, flags, again }: Pick<Run, 'loaded' | 'flags' | 'again'>): string => {
  const rest = `${loaded.study.name} --on aws${stackWords(flags.stack)}`;
  return `To follow it: ${again}. To see how far it is: signbench status ${rest}. To stop it: signbench cancel ${loaded.study.name}${stackWords(flags.stack)}.`;
};

async function detached(run: Run): Promise<number> {
  const { host, flags, started } = run;
  host.say(`signbench: detached; run ${started.runId} goes on. ${waysOn(run)}\n`);
  if (flags.json) {
    const { runId, executionArn } = started;
    await host.print(
      `${JSON.stringify({ event: 'detached', runId, execution: executionArn, interrupted: true })}\n`,
    );
  }
  return EXIT.interrupted;
}

async function ended(run: Run, { state, error, cause }: ExecutionFacts): Promise<number> {
  const { host, started, again } = run;
  const reason = cause ?? error ?? 'AWS gives no cause';
  switch (state) {
    case 'complete':
      await printSummary(run, 'summary.json');
      return EXIT.done;
    case 'partial':
      await printSummary(run, 'summary.partial.json');
      host.say(`signbench: partial: ${reason} ${advice(reason, run)}\n`);
      return EXIT.partial;
    case 'cancelled':
      host.say(
        `signbench: run ${started.runId} was cancelled; everything stored is kept. To go on: ${again}\n`,
      );
      return EXIT.interrupted;
    case 'failed':
    case 'forgotten':
    case 'running':
      throw new CloudError(
        `run ${started.runId} failed (${error ?? state}): ${reason.trim().replace(/\.$/, '')}. Everything stored is kept; ${again} computes only what is missing. ` +
          `Its log: execution ${started.executionArn}`,
      );
    default:
      return state satisfies never;
  }
}

/** How to go on from the words with which the state machine ends a run that lacks blocks. */
function advice(reason: string, { started, again }: Run): string {
  if (!/stopped by budget/.test(reason)) return `To try again: ${again}`;
  const spent =
    started.budgetUsd === null ? 'The budget of the stack' : `The budget of ${dollars(started.budgetUsd)}`;
  return `${spent} is spent, and each run has its own. To go on: ${again} --budget ${started.budgetUsd ?? 5}usd`;
}

async function printSummary(
  { host, cloud: { store }, loaded, flags }: Run,
  file: 'summary.json' | 'summary.partial.json',
): Promise<void> {
  const { name } = loaded.study;
  const summaryPath = store.locate(studyKey(name, file));
  const summary = await readSummary(store, loaded, file);
  if (flags.json) {
    await host.print(`${JSON.stringify({ event: 'summary', path: summaryPath, status: summary.status })}\n`);
    return;
  }
  const reportPath = store.locate(studyKey(name, 'report.html'));
  await printResults(host, { summary, summaryPath, reportPath }, loaded.tables);
}

async function readSummary(
  store: Store,
  { study }: LoadedStudy,
  file: 'summary.json' | 'summary.partial.json',
): Promise<Summary> {
  const bytes = await store.get(studyKey(study.name, file));
  const summary = bytes === null ? null : parseSummary(bytes);
  if (summary?.studyHash === studyHash(study)) return summary;
  throw new CloudError(
    `${store.locate(studyKey(study.name, file))} is not the summary of this study; was it run again by somebody else? signbench report ${study.name} --store ${store.location} writes it again.`,
  );
}
