import type { ExecutionState } from '../aws/executions.ts';
import type { LastRun } from '../aws/last-run.ts';
import type { Profile } from '../study/study.ts';
import { type Cloud, type CloudFlags, withCloud } from './cloud.ts';
import { dollars } from './cloud-words.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';

export interface StatusOnAwsFlags extends CloudFlags {
  readonly profile?: Profile;
  readonly json?: boolean;
}

/** signbench status --on aws: how the last run of a study stands. */
export async function statusOnAws(host: Host, argument: string, flags: StatusOnAwsFlags): Promise<void> {
  await withCloud(host, flags, async (cloud) => {
    const { name, run } = await lastRunOf(host, cloud, argument);
    const { describeExecution } = await import('../aws/executions.ts');
    const { createProgressReader } = await import('../aws/run-progress.ts');
    const execution = await describeExecution(cloud.clients, run.executionArn);
    const progress = await createProgressReader(cloud.store, name, run.runId)();
    if (flags.json) {
      const { runId, executionArn, startedAt, budgetUsd } = run;
      const { state, error, cause, endedAt } = execution;
      await host.print(
        `${JSON.stringify({ study: name, runId, execution: executionArn, state, error, cause, startedAt, endedAt, budgetUsd, ...progress })}\n`,
      );
      return;
    }
    const { round, batches, batchesDone, blocks, blocksDone, spentUsd } = progress;
    const budget = run.budgetUsd === null ? '' : ` of ${dollars(run.budgetUsd)}`;
    const rows = [
      ['run', run.runId],
      ['state', `${WORDS[execution.state]}${execution.cause === null ? '' : `: ${execution.cause}`}`],
      ['since', run.startedAt],
      ...(execution.endedAt === null ? [] : [['ended', execution.endedAt]]),
      ['round', round < 0 ? 'not yet planned' : String(round + 1)],
      ['batches', `${batchesDone} of ${batches}`],
      ['blocks', `${blocksDone} of ${blocks} that its rounds asked for so far`],
      ['cost', `${dollars(spentUsd)}${budget}, without storage`],
      ['execution', run.executionArn],
    ];
    await host.print(`${name}\n\n${rows.map(([what, is]) => `${what.padEnd(10)}${is}\n`).join('')}`);
  });
}

const WORDS: Readonly<Record<ExecutionState, string>> = {
  running: 'running',
  complete: 'complete',
  partial: 'ended with blocks missing',
  failed: 'failed',
  cancelled: 'cancelled',
  forgotten: 'ended; AWS no longer knows how',
};

/** @throws InputError where the study was never run on the stack. */
export async function lastRunOf(
  host: Host,
  { store, stack }: Cloud,
  argument: string,
): Promise<{ readonly name: string; readonly run: LastRun }> {
  const { findLastRun } = await import('../aws/last-run.ts');
  const { study } = await loadStudy(argument, { studiesFolder: host.studiesFolder, store });
  const run = await findLastRun(store, study.name);
  if (run !== null) return { name: study.name, run };
  throw new InputError(
    `${store.location} knows no run of ${study.name} on the stack ${stack.name}; signbench run ${study.name} --on aws starts one.`,
  );
}
