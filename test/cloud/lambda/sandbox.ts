import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { type Json, StateError } from '../executor/json.ts';
import type { LocalFunction } from './local-function.ts';
import { type Streamed, startRuntimeApi } from './runtime-api.ts';

/** One process that runs a function, one invocation at a time, as Lambda's sandboxes do. */
export interface Sandbox {
  /** @throws StateError of the function's own name; `Runtime.ExitError` where the process died; `Sandbox.Timedout`. */
  invoke(payload: Json): Promise<Json>;
  /** The answer of a function that streams; the next invocation must wait for its end. */
  stream(payload: Json): Promise<Streamed>;
  readonly isAlive: () => boolean;
  /** The most memory that it held, in MB; 0 when it is gone. */
  peakMb(): number;
  /** Processor time that it has used, in milliseconds; 0 when it is gone. */
  cpuMs(): number;
  /** SIGKILL, as when Lambda takes a sandbox away or it ran out of memory. */
  kill(): void;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** The program of the runtime client. */
  readonly runtime: string;
  /** Environment beside a function's own: credentials, as a role would give them. */
  readonly environmentOf: (fn: LocalFunction) => Readonly<Record<string, string>>;
  /** Where output of the process goes. */
  readonly log: string;
}

export async function startSandbox(fn: LocalFunction, options: SandboxOptions): Promise<Sandbox> {
  const { runtime, environmentOf, log } = options;
  const api = await startRuntimeApi();
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [runtime, fn.handler], {
    cwd: fn.code,
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env.PATH,
      TZ: ':UTC',
      ...fn.environment,
      ...environmentOf(fn),
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: fn.code,
      _HANDLER: fn.handler,
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: fn.name,
      AWS_LAMBDA_LOG_STREAM_NAME: fn.name,
    },
  });
  closeSync(output);
  let alive = true;
  const exited = once(child, 'exit').then(([code, signal]) => {
    alive = false;
    api.fail(new StateError('Runtime.ExitError', `the runtime exited: ${signal ?? code}`));
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const invocation = (payload: Json): Parameters<typeof api.invoke>[0] => ({
    requestId: randomUUID(),
    payload,
    deadlineMs: Date.now() + 1000 * fn.timeoutSeconds,
    functionArn: fn.arn,
  });
  return {
    invoke: async (payload) => {
      const timer = setTimeout(() => {
        api.fail(
          new StateError('Sandbox.Timedout', `Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`),
        );
        kill();
      }, 1000 * fn.timeoutSeconds);
      try {
        return await api.invoke(invocation(payload));
      } finally {
        clearTimeout(timer);
      }
    },
    stream: (payload) => api.stream(invocation(payload)),
    isAlive: () => alive,
    peakMb: () => (alive ? peakMbOf(child.pid) : 0),
    cpuMs: () => (alive ? cpuMsOf(child.pid) : 0),
    kill,
    stop: async () => {
      kill();
      await exited;
      await api.stop();
    },
  };
}

/** As Linux counts it. */
function peakMbOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

/** In user and system mode, of a hundred ticks a second. */
function cpuMsOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
