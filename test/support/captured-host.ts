import type { Host } from '../../functions/cli/host.ts';

export interface CapturedHost {
  readonly host: Host;
  /** What was printed and said so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Binary data that was printed. */
  readonly bytes: () => Uint8Array;
}

/** A host that keeps what a command prints and says. */
export function captureHost(overrides: Partial<Host> = {}): CapturedHost {
  const output = { stdout: '', stderr: '' };
  const binary: Uint8Array[] = [];
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    bytes: () => Buffer.concat(binary),
    host: {
      print: async (data) => {
        if (typeof data === 'string') output.stdout += data;
        else binary.push(data);
      },
      say: (text) => {
        output.stderr += text;
      },
      readerGone: false,
      printsToTerminal: false,
      interactive: false,
      columns: 80,
      colour: false,
      debug: false,
      studiesFolder: 'studies',
      publishedFolder: 'results/published',
      interruption: () => new AbortController().signal,
      interruptible: (work) => work(new AbortController().signal),
      ...overrides,
    },
  };
}
