import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { errorCode } from '../../results/store/disk-error.ts';
import { EXIT } from './exit-codes.ts';

/** The terminal and the process around a command; tests give their own. */
export interface Host {
  /** Writes data to stdout; resolves when there is room for more. */
  print(data: string | Uint8Array): Promise<void>;
  /** Writes a message for a person to stderr. */
  say(text: string): void;
  /** Whether the reader of stdout has gone away, as `head` does; print is then silent. */
  readonly readerGone: boolean;
  /** Whether stdout is a terminal, which binary data would upset. */
  readonly printsToTerminal: boolean;
  /** Whether stderr is a terminal that a progress bar may redraw. */
  readonly interactive: boolean;
  readonly columns: number;
  readonly colour: boolean;
  /** Whether to show the trace of an unexpected error. */
  readonly debug: boolean;
  /** Folder of the studies that come with the package. */
  readonly studiesFolder: string;
  /** Folder of the results that are published with it. */
  readonly publishedFolder: string;
  /** Asks the person at the terminal; resolves to null where there is none. Absent: nobody can be asked. */
  ask?(question: string): Promise<string | null>;
  /** A signal that Ctrl-C or SIGTERM aborts from now on; a second one ends the process at once. */
  interruption(): AbortSignal;
  /** Runs `work` with a signal that Ctrl-C or SIGTERM aborts; a second one ends the process at once. */
  interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** The host of the real process. */
export function processHost(): Host {
  const { stdout, stderr, env } = process;
  let gone = false;
  for (const stream of [stdout, stderr]) {
    // A pipe whose reader ended, as in `signbench export ... | head`, is no failure.
    stream.on('error', (error) => {
      if (errorCode(error) !== 'EPIPE') throw error;
      gone = true;
    });
  }
  return {
    print: async (data) => {
      if (!gone) await write(stdout, data);
    },
    say: (text) => {
      stderr.write(text);
    },
    get readerGone() {
      return gone;
    },
    printsToTerminal: stdout.isTTY === true,
    interactive: stderr.isTTY === true && env.TERM !== 'dumb',
    columns: stderr.columns ?? 80,
    colour: stderr.isTTY === true && !env.NO_COLOR,
    debug: env.SIGNBENCH_DEBUG === '1',
    studiesFolder: fileURLToPath(new URL('../studies/', import.meta.url)),
    publishedFolder: fileURLToPath(new URL('../results/published/', import.meta.url)),
    ask,
    interruption: () => listen().signal,
    interruptible,
  };
}

async function ask(question: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (stdin.isTTY !== true) return null;
  // Other commands must not wait for it to load.
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

async function write(stream: Writable, data: string | Uint8Array): Promise<void> {
  if (stream.write(data)) return;
  const waiting = new AbortController();
  await Promise.race([
    once(stream, 'drain', { signal: waiting.signal }),
    once(stream, 'close', { signal: waiting.signal }),
  ]).catch(() => {});
  waiting.abort();
}

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, end } = listen();
  try {
    return await work(signal);
  } finally {
    end();
  }
}

/** Listens for Ctrl-C and SIGTERM until `end`. */
function listen(): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    end: () => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    },
  };
}
