import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import type { Clients } from './clients.ts';
import { CloudError } from './cloud-error.ts';
import { asking } from './sentences.ts';

/** What an execution is told. */
export interface RunInput {
  readonly study: string;
  readonly runId: string;
  readonly round: 0;
  readonly budgetUsd?: number;
}

/**
 * How an execution stands. `partial`: it ended with blocks missing, and said so. `cancelled`: somebody stopped it.
 * `forgotten`: AWS keeps executions for 90 days.
 */
export type ExecutionState = 'running' | 'complete' | 'partial' | 'failed' | 'cancelled' | 'forgotten';

export interface ExecutionFacts {
  readonly state: ExecutionState;
  /** Name of the error where it failed. */
  readonly error: string | null;
  /** What went wrong, in words. */
  readonly cause: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/**
 * Starts an execution named after its run: a second request with the same name and input, after a lost answer, starts no second
 * one. Resolves to its ARN.
 */
export async function startExecution(
  { stepFunctions, region }: Clients,
  stateMachineArn: string,
  input: RunInput,
): Promise<string> {
  const { executionArn } = await asking(
    { action: 'states:StartExecution', of: `run ${input.runId}`, region },
    () =>
      stepFunctions.send(
        new StartExecutionCommand({ stateMachineArn, name: input.runId, input: JSON.stringify(input) }),
      ),
  );
  if (executionArn !== undefined) return executionArn;
  throw new CloudError(`states:StartExecution of run ${input.runId} gave no ARN; is the endpoint AWS's?`);
}

export async function describeExecution(
  { stepFunctions, region }: Clients,
  executionArn: string,
): Promise<ExecutionFacts> {
  return asking({ action: 'states:DescribeExecution', of: executionArn, region }, async () => {
    try {
      const found = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      return {
        state: stateOf(found.status, found.error),
        error: found.error ?? null,
        cause: causeText(found.cause),
        startedAt: found.startDate?.toISOString() ?? null,
        endedAt: found.stopDate?.toISOString() ?? null,
      };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return FORGOTTEN;
      throw error;
    }
  });
}

const FORGOTTEN: ExecutionFacts = {
  state: 'forgotten',
  error: null,
  cause: null,
  startedAt: null,
  endedAt: null,
};

function stateOf(status: string | undefined, error: string | undefined): ExecutionState {
  switch (status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return 'running';
    case 'SUCCEEDED':
      return 'complete';
    case 'ABORTED':
      return 'cancelled';
    default:
      return error === 'Partial' ? 'partial' : 'failed';
  }
}

export async function stopExecution(
  { stepFunctions, region }: Clients,
  executionArn: string,
  cause: string,
): Promise<void> {
  await asking({ action: 'states:StopExecution', of: executionArn, region }, () =>
    stepFunctions.send(new StopExecutionCommand({ executionArn, error: 'Cancelled', cause })),
  );
}

const LambdaError = z.object({ errorMessage: z.string() });

/** A function's error comes as JSON with its trace; its message is what a person wants. */
function causeText(cause: string | undefined): string | null {
  if (cause === undefined || cause === '') return null;
  try {
    return LambdaError.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
