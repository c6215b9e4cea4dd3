import { execFileSync, spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { signbench, startSignbench, writeSmallStudy } from '../support/cli.ts';
import { completeStores, lastEvent, summaryOf } from '../support/complete-store.ts';

const TIMEOUT = { timeout: 120_000 };
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const copied = completeStores({ sampleSizes: [10, 30], replicates: [200, 200] });

/** Runs the built command in a folder. */
function signbenchIn(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.on('data', (text) => {
    output.stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}

test.each([
  ['spaces', 'my  results '],
  ['quotes', `it's "the" \`store\``],
  ['letters beyond ASCII', 'Überraschung-結果-🎲-e\u0301'],
  ['what a shell reads', '$(touch gone); rm *&|<>!#~'],
  ['what a URL reads', '100%25?query#part\\..'],
  ['a line break', 'two\nlines'],
  ['a leading dash', '--store'],
  ['a dot in front', '.hidden'],
])('%s in the names of store and study file change nothing', TIMEOUT, async (_, name) => {
  const { folder, study, summary } = await copied();
  const file = join(folder, `${name}.yaml`);
  await cp(study, file);
  const store = join(folder, name);
  const run = await signbench('run', file, '--store', store, '--json', '--quiet');
  expect(run.code, run.stderr).toBe(0);
  expect(lastEvent(run)).toMatchObject({ path: join(store, 'studies/small/summary.json') });
  expect(await summaryOf(store)).toBe(summary);

  const resumed = await signbenchIn(folder, ['resume', 'small', '--store', name, '--quiet', '--json']);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(lastEvent(resumed)).toMatchObject({ path: join(store, 'studies/small/summary.json') });
});

test('a study file whose name begins with a dash is run after `--`', TIMEOUT, async () => {
  const { folder, study, summary } = await copied();
  await cp(study, join(folder, '-x.yaml'));
  const store = join(folder, '-out');
  const run = await signbenchIn(folder, ['run', '--store', '-out', '--quiet', '--', '-x.yaml']);
  expect(run.code, run.stderr).toBe(0);
  expect(await summaryOf(store)).toBe(summary);
});

test(
  'what a run says to go on with can be pasted into a shell, whatever the store is called',
  TIMEOUT,
  async () => {
    const { folder } = await copied();
    const store = join(folder, `it's $HOME "here"`);
    const long = await writeSmallStudy(folder, { sampleSizes: [10_000], replicates: [100_000] });
    const run = startSignbench(['run', long, '--store', store, '--workers', '1', '--json', '--quiet']);
    run.process.stdout?.once('data', () => run.process.kill('SIGINT'));
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    const command = /To go on: signbench (.*)\n/.exec(stderr)?.[1];
    expect(execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })).toBe(
      `resume\nsmall\n--store\n${store}\n`,
    );
  },
);

test('a path too long for the system is a sentence and exit code 4', TIMEOUT, async () => {
  const { folder, study } = await copied();
  const { code, stderr } = await signbench('run', study, '--store', join(folder, 'x'.repeat(300)), '--quiet');
  expect(code, stderr).toBe(4);
  expect(stderr).toMatch(/^signbench: Cannot .*\.\n$/);
});
