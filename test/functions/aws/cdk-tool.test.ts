import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCdk, runCdk } from '../../../functions/aws/cdk-tool.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The package in a folder whose name a shell would take apart, with the CDK beside it. */
function packageIn(folder: string): string {
  const own = join(folder, `it's "my" $HOME folder`);
  mkdirSync(own);
  for (const part of ['dist', 'package.json']) cpSync(resolve(part), join(own, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(own, 'node_modules'));
  return own;
}

describe('cdk, as signbench deploy runs it', () => {
  test('takes the synthesised stack under its name, wherever the package is', async () => {
    const tool = await findCdk(packageIn(temporaryFolder()));
    expect(tool).not.toBeNull();
    const asked = { stack: 'mine', settings: { concurrency: '7' } };
    expect(await runCdk(tool!, ['synth', 'mine', '-q', '--no-lookups'], asked)).toBe(0);
    // It knows no other stack, so that the name is what was asked for.
    expect(await runCdk(tool!, ['synth', 'signbench', '-q', '--no-lookups'], asked)).not.toBe(0);
  });

  test('is not begun with a setting that is out of range', async () => {
    const tool = await findCdk(resolve('.'));
    const asked = { stack: 'mine', settings: { concurrency: '0' } };
    await expect(runCdk(tool!, ['synth', '-q'], asked)).rejects.toThrow(/^signbench settings: concurrency: /);
  });

  test('knows every word of deploy and bootstrap', async () => {
    const tool = await findCdk(resolve('.'));
    for (const [command, word] of [
      ['deploy', '--require-approval'],
      ['deploy', '--app'],
      ['bootstrap', '--app'],
      ['deploy', '--notices'],
      ['deploy', '--version-reporting'],
    ]) {
      const { stdout } = spawnSync(process.execPath, [tool!.program, command, '--help'], {
        encoding: 'utf8',
      });
      expect(stdout, command).toContain(word);
    }
  });

  test('is not found where it is not installed', async () => {
    const folder = temporaryFolder();
    cpSync(resolve('dist/cdk'), join(folder, 'dist/cdk'), { recursive: true });
    cpSync(resolve('package.json'), join(folder, 'package.json'));
    const before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = folder;
    try {
      expect(await findCdk(folder)).toBeNull();
    } finally {
      if (before === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = before;
    }
  });
});
