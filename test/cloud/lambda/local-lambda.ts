import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Json, StateError } from '../executor/json.ts';
import type { LocalFunction } from './local-function.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

/** What a call is. */
export interface Call {
  readonly function: string;
  readonly payload: Json;
  /** Counts the calls of all functions from 0. */
  readonly index: number;
}

/** A call that is over. */
export interface FinishedCall extends Call {
  readonly wallMs: number;
}

/**
 * What happens to a call. pass: a sandbox answers it; throttle: Lambda refuses it; twice: two sandboxes have it at once, as
 * Lambda may deliver it; killAfterMs: the sandbox is killed so much later; answer: no sandbox is asked.
 */
export type Fate =
  | 'pass'
  | 'throttle'
  | 'twice'
  | { readonly killAfterMs: number }
  | { readonly answer: Json };

export interface LocalLambda {
  invoke(arn: string, payload: Json): Promise<Json>;
  readonly calls: readonly FinishedCall[];
  /** The most memory that a process has held, of those that still run. */
  readonly largestMb: () => number;
  /** Processor time of all processes that still run, in milliseconds. */
  readonly cpuMs: () => number;
  /** What all sandboxes wrote. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export interface LocalLambdaOptions extends Omit<SandboxOptions, 'log'> {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly fateOf?: (call: Call) => Fate;
}

/** Lambda on this machine: sandboxes are started as calls come, used again when they are idle, and replaced when they die. */
export function startLambda({
  functions,
  fateOf = () => 'pass',
  ...options
}: LocalLambdaOptions): LocalLambda {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-lambda-'));
  const log = join(folder, 'log');
  const idle = new Map<string, Sandbox[]>();
  const all: Sandbox[] = [];
  const calls: FinishedCall[] = [];
  let begun = 0;

  const take = async (fn: LocalFunction): Promise<Sandbox> => {
    const free = (idle.get(fn.arn) ?? []).filter((sandbox) => sandbox.isAlive());
    const sandbox = free.pop();
    idle.set(fn.arn, free);
    if (sandbox !== undefined) return sandbox;
    const fresh = await startSandbox(fn, { ...options, log });
    all.push(fresh);
    return fresh;
  };

  const run = async (fn: LocalFunction, payload: Json, killAfterMs: number | null): Promise<Json> => {
    const sandbox = await take(fn);
    const timer = killAfterMs === null ? null : setTimeout(() => sandbox.kill(), killAfterMs);
    try {
      return await sandbox.invoke(payload);
    } finally {
      if (timer !== null) clearTimeout(timer);
      idle.get(fn.arn)?.push(sandbox);
    }
  };

  const deliver = async (fn: LocalFunction, payload: Json, fate: Fate): Promise<Json> => {
    if (fate === 'throttle') throw new StateError('Lambda.TooManyRequestsException', 'Rate exceeded');
    if (fate === 'pass') return run(fn, payload, null);
    if (fate === 'twice') {
      const [answer] = await Promise.all([run(fn, payload, null), run(fn, payload, null)]);
      return answer;
    }
    return 'answer' in fate ? fate.answer : run(fn, payload, fate.killAfterMs);
  };

  return {
    calls,
    log: () => readFileSync(log, 'utf8'),
    cpuMs: () => all.reduce((sum, sandbox) => sum + sandbox.cpuMs(), 0),
    largestMb: () => Math.max(0, ...all.map((sandbox) => sandbox.peakMb())),
    invoke: async (arn, payload) => {
      const fn = functions.get(arn);
      if (fn === undefined) throw new StateError('Lambda.ResourceNotFoundException', `${arn} is no function`);
      const call = { function: fn.name, payload, index: begun++ };
      const start = performance.now();
      try {
        return await deliver(fn, payload, fateOf(call));
      } finally {
        calls.push({ ...call, wallMs: performance.now() - start });
      }
    },
    stop: async () => {
      await Promise.all(all.map((sandbox) => sandbox.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
