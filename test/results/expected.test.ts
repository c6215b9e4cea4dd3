import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const FILE = fileURLToPath(new URL('../../results/expected.yaml', import.meta.url));

test('the table of expected verdicts gives a reason for every claim that is not supported', () => {
  const { claims } = parse(readFileSync(FILE, 'utf8'));
  expect(claims.length).toBeGreaterThan(50);
  const bare = claims.filter(
    ({ verdict, reason = '' }: { readonly verdict: string; readonly reason?: string }) =>
      verdict !== 'supported' && reason.length < 20,
  );
  expect(bare).toEqual([]);
});
