import type { Tables } from '../../kernels/populations/table.ts';
import type { Store } from '../../results/store/store.ts';
import { keepStudy } from '../../results/stored-study.ts';
import { keepTables } from '../../results/stored-tables.ts';
import { type ComputeId, computedBy } from '../study/backends.ts';
import { studyHash } from '../study/mechanism.ts';
import type { Study } from '../study/study.ts';
import type { Clients } from './clients.ts';
import { CloudError } from './cloud-error.ts';
import { describeExecution, startExecution } from './executions.ts';
import { findLastRun, keepLastRun, type LastRun } from './last-run.ts';
import type { DeployedStack } from './stack.ts';

export interface AskedRun {
  readonly study: Study;
  /** Text of its file. */
  readonly source: string;
  readonly tables: Tables;
  readonly backend: ComputeId;
  readonly budgetUsd?: number | undefined;
  readonly now: Date;
}

export interface StartedRun extends LastRun {
  /** Whether it was under way already. */
  readonly found: boolean;
}

/**
 * Starts a run of a study, or finds the one that is under way: two at once would pay twice for the same blocks.
 *
 * The study and its tables are in the store before the execution starts.
 *
 * @throws CloudError where another version of the study is under way.
 */
export async function startRun(
  clients: Clients,
  { stack, store }: { readonly stack: DeployedStack; readonly store: Store },
  asked: AskedRun,
): Promise<StartedRun> {
  const study = computedBy(asked.study, asked.backend);
  const hash = studyHash(study);
  const last = await findLastRun(store, study.name);
  if (last !== null && (await describeExecution(clients, last.executionArn)).state === 'running') {
    if (last.studyHash === hash) return { ...last, found: true };
    throw new CloudError(
      `Another version of ${study.name} is running since ${last.startedAt}; let it end, or signbench cancel ${study.name} first.`,
    );
  }
  await keepTables(store, study, asked.tables);
  await keepStudy(store, study, asked.source, asked.backend);
  const runId = runIdOf(study.name, asked.now);
  const budget = asked.budgetUsd === undefined ? {} : { budgetUsd: asked.budgetUsd };
  const executionArn = await startExecution(clients, stack.stateMachineArn, {
    study: study.name,
    runId,
    round: 0,
    ...budget,
  });
  const run: LastRun = {
    runId,
    executionArn,
    studyHash: hash,
    startedAt: asked.now.toISOString(),
    budgetUsd: asked.budgetUsd ?? null,
  };
  await keepLastRun(store, study.name, run);
  return { ...run, found: false };
}

/** Names of executions have 80 letters at most, and those of studies 64. */
const runIdOf = (study: string, now: Date): string =>
  `${study}-${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}`;
