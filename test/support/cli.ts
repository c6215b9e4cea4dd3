import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command, as `bin` points at it; `npm test` builds it first. */
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Finished {
  /** null when a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts the built command. */
export function startSignbench(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { process: child, finished };
}

/** Runs the built command to its end. */
export const signbench = (...args: readonly string[]): Promise<Finished> => startSignbench(args).finished;

export interface SmallStudy {
  readonly sampleSizes: readonly number[];
  readonly replicates: readonly number[];
  readonly estimators?: readonly string[];
}

/** Writes a study file named small.yaml into the folder; resolves to its path. */
export async function writeSmallStudy(folder: string, study: SmallStudy): Promise<string> {
  const path = join(folder, 'small.yaml');
  const { sampleSizes, replicates, estimators = ['sign', 'rlhf'] } = study;
  await writeFile(
    path,
    `name: small
seed: 11
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [${estimators.join(', ')}]
sampleSizes: [${sampleSizes.join(', ')}]
replicates: [${replicates.join(', ')}]
`,
  );
  return path;
}
