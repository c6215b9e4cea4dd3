import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Daemon {
  /** Kills it and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface DaemonCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Where its log goes; removed with everything in it when this process dies without having stopped the daemon. */
  readonly folder: string;
  /** Beside the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The shell between keeps the end of a pipe whose other end only this process holds: however this process ends, by
 * SIGKILL too, `cat` ends, and the daemon with it.
 */
const WATCH = '"$@" & pid=$!; cat >/dev/null; kill -9 $pid; wait $pid; rm -rf "$SIGNBENCH_TEST_FOLDER"';

/** Starts a server that cannot outlive this process. */
export function startDaemon({ command, args, folder, environment }: DaemonCommand): Daemon {
  const log = openSync(logOf(folder, command), 'a');
  const shell = spawn('sh', ['-c', WATCH, 'sh', command, ...args], {
    stdio: ['pipe', log, log],
    env: { ...process.env, ...environment, SIGNBENCH_TEST_FOLDER: folder },
  });
  const closed = once(shell, 'close');
  shell.unref();
  return {
    stop: async () => {
      shell.ref();
      shell.stdin?.end();
      await closed;
    },
  };
}

/** Runs a command to its end. @throws Error with what it said, when it fails or takes a minute. */
export function runCommand(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
}

/** Waits until a server answers any HTTP request. @throws Error with the end of its log after a minute. */
export async function untilAnswers(endpoint: string, { command, folder }: DaemonCommand): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const answer = await fetch(endpoint).catch(() => null);
    if (answer !== null) return;
    await delay(50);
  }
  const log = readFileSync(logOf(folder, command), 'utf8').slice(-2000);
  throw new Error(`${command} did not answer on ${endpoint} within a minute: ${log}`);
}

/** Ports of the loopback interface that nobody listens on at this moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('freePorts: no port was given');
    return address.port;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** Which of these programs are not installed. */
export const absent = (programs: readonly string[]): readonly string[] =>
  programs.filter((program) => spawnSync('sh', ['-c', 'command -v "$0"', program]).status !== 0);

const logOf = (folder: string, command: string): string => join(folder, `${command}.out`);
