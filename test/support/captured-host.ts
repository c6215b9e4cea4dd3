import type { Host } from '../../functions/cli/host.ts';

export interface CapturedHost {
  readonly host: Host;
  /** What was printed and said so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** A host that keeps what a command prints and says. */
export function captureHost(overrides: Partial<Host> = {}): CapturedHost {
  const output = { stdout: '', stderr: '' };
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    host: {
      print: async (text) => {
        output.stdout += text;
      },
      say: (text) => {
        output.stderr += text;
      },
      readerGone: false,
      interactive: false,
      columns: 80,
      colour: false,
      debug: false,
      studiesFolder: 'studies',
      interruptible: (work) => work(new AbortController().signal),
      ...overrides,
    },
  };
}
