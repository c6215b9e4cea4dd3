import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The packages that a built file imports when it is loaded, itself or through other built files. */
function packagesAtStart(file: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imported = [...text.matchAll(/^(?:import|export)\s[^;]*?["']([^"']+)["'];/gm)].map(
    ([, name]) => name,
  );
  return imported.flatMap((name) =>
    name.startsWith('./') ? packagesAtStart(join(dirname(file), name), seen) : [name],
  );
}

test('a command loads charts, Parquet and AWS only where it needs them: they take longer than most commands', () => {
  const packages = packagesAtStart(CLI);
  expect(packages).toContain('commander');
  for (const heavy of [
    '@observablehq/plot',
    'linkedom',
    'hyparquet',
    'hyparquet-compressors',
    '@aws-sdk/client-s3',
  ]) {
    expect(packages, heavy).not.toContain(heavy);
  }
});
