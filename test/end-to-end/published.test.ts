import { expect, test } from 'vitest';
import { signbench } from '../support/cli.ts';
import { publishedNames } from '../support/published.ts';

test.each(publishedNames())(
  '1 % of the blocks of %s, as published, are computed again to the bit',
  {
    timeout: 900_000,
  },
  async (name) => {
    const { code, stdout, stderr } = await signbench(
      'verify',
      name,
      '--sample',
      '1%',
      '--workers',
      '2',
      '--json',
    );
    expect(code, `${stdout}${stderr}`).toBe(0);
    const found = JSON.parse(stdout);
    expect(found.checked).toBeGreaterThanOrEqual(Math.max(1, Math.floor(found.published / 100)));
    expect(found).toMatchObject({ differing: [], unknown: 0, lost: [] });
  },
);
