import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { signbench } from '../support/cli.ts';

const PAGE = fileURLToPath(new URL('../../docs/methods.md', import.meta.url));

test('docs/methods.md is what signbench methods writes; if not: node dist/cli.js methods > docs/methods.md', {
  timeout: 60_000,
}, async () => {
  const { code, stdout, stderr } = await signbench('methods');
  expect(code, stderr).toBe(0);
  expect(stdout).toBe(await readFile(PAGE, 'utf8'));
});

test('signbench methods writes the studies it is given, and refuses what is none', {
  timeout: 60_000,
}, async () => {
  const one = await signbench('methods', 'calibration');
  expect(one.code, one.stderr).toBe(0);
  expect(one.stdout.match(/^### .*/gm)).toEqual([
    '### calibration: Do the intervals hold what they promise?',
  ]);
  expect(one.stdout).toContain('with 95 % intervals (reshaped, 500 draws)');
  const none = await signbench('methods', 'no-such-study');
  expect(none.code).toBe(2);
});
