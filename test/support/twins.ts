import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProgram } from '../../functions/cli/program.ts';
import { captureHost } from './captured-host.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder with files, a store in it, and `signbench twins` on that store. */
export function twinsFolder(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  for (const [name, content] of Object.entries(files)) put(name, content);
  return {
    folder,
    store,
    put,
    path: (name: string): string => join(folder, name),
    /** Runs a stage with --json; `result` is the object of the last line, null where there is none. */
    twins: async (...words: readonly string[]) => {
      const { host, stdout, stderr } = captureHost();
      const args = words.map((word) => (word in files ? join(folder, word) : word));
      const code = await runProgram(['twins', ...args, '--store', store, '--json'], host);
      const last = stdout().trimEnd().split('\n').at(-1) ?? '';
      const result: Record<string, unknown> | null = last === '' ? null : JSON.parse(last);
      return { code, result, stdout: stdout(), stderr: stderr() };
    },
  };
}
