import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs the built command in a shell that has set a limit, for instance `ulimit -f 4`. */
export function signbenchUnder(
  limit: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const command = ['-c', `${limit}; exec "$0" "$@"`, process.execPath, CLI, ...args];
  return new Promise((resolve) => {
    execFile('sh', command, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
