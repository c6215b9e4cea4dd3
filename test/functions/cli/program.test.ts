import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { captureHost } from '../../support/captured-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('an unexpected error is one line that says how to see its trace, and exit code 1', async () => {
  const { host, stderr } = captureHost({
    print: async () => {
      throw new TypeError('cannot read nothing');
    },
  });
  expect(await runProgram(['plan', 'cube-root'], host)).toBe(1);
  expect(stderr()).toBe(
    'signbench: unexpected error: cannot read nothing (SIGNBENCH_DEBUG=1 shows the trace)\n',
  );
});

test('with debug the trace is shown', async () => {
  const { host, stderr } = captureHost({
    debug: true,
    print: async () => {
      throw new TypeError('cannot read nothing');
    },
  });
  await runProgram(['plan', 'cube-root'], host);
  expect(stderr()).toMatch(/TypeError: cannot read nothing\n\s+at /);
});

test('a study file with several mistakes gets one line for each', async () => {
  const file = join(temporaryFolder(), 'bad.yaml');
  await writeFile(file, 'name: bad\nseed: -1\nestimators: [sing]\n');
  const { host, stderr, stdout } = captureHost();
  expect(await runProgram(['run', file], host)).toBe(2);
  const lines = stderr().trimEnd().split('\n');
  expect(lines[0]).toBe(`signbench: ${file} cannot be run:`);
  expect(lines.length).toBeGreaterThan(3);
  expect(stderr()).toMatch(/line 2, column 7/);
  expect(stdout()).toBe('');
});

test('a study file that is not UTF-8 is refused where it begins not to be', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'latin.yaml');
  const { host, stderr } = captureHost();
  await writeFile(path, Buffer.from('name: latin\ntitle: un café\n', 'latin1'));
  expect(await runProgram(['run', path, '--store', join(folder, 'store')], host)).toBe(2);
  expect(stderr()).toBe(
    `signbench: ${path} cannot be run:\n  line 2, column 14: this is not UTF-8 text; save the file in UTF-8\n`,
  );
  expect(await readdir(folder)).toEqual(['latin.yaml']);
});

test('a stored study is found by its name, with the profile of its last run', async () => {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  const { host, stdout } = captureHost();
  await mkdir(join(store, 'studies/mine'), { recursive: true });
  await runProgram(['new', 'mine'], host);
  await writeFile(join(store, 'studies/mine/study.yaml'), stdout());
  await writeFile(
    join(store, 'studies/mine/run.json'),
    JSON.stringify({ profile: 'quick', backend: 'js', studyHash: '' }),
  );
  const { host: second, stdout: status } = captureHost();
  expect(await runProgram(['status', 'mine', '--store', store, '--json'], second)).toBe(0);
  expect(JSON.parse(status())).toMatchObject({ study: 'mine', profile: 'quick', stored: 0 });
  const { host: third, stdout: full } = captureHost();
  await runProgram(['status', 'mine', '--store', store, '--profile', 'full', '--json'], third);
  expect(JSON.parse(full()).profile).toBe('full');
});

test('--dry-run says what would be computed and touches nothing', async () => {
  const store = join(temporaryFolder(), 'store');
  const { host, stdout } = captureHost();
  expect(await runProgram(['run', 'cube-root', '--store', store, '--dry-run', '--json'], host)).toBe(0);
  const { records, stored, toCompute } = JSON.parse(stdout());
  expect([stored, toCompute]).toEqual([0, records]);
  await expect(mkdir(store)).resolves.toBeUndefined();
});
