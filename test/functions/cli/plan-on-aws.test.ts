import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { captureHost } from '../../support/captured-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function plan(replicates: number, ...flags: readonly string[]): Promise<string> {
  return planAt(1000, replicates, ...flags);
}

async function planAt(n: number, replicates: number, ...flags: readonly string[]): Promise<string> {
  const file = join(temporaryFolder(), 'sweep.yaml');
  await writeFile(
    file,
    `name: sweep
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [${n}]
replicates: ${replicates}
keep: summaries
`,
  );
  const { host, stdout, stderr } = captureHost();
  expect(await runProgram(['plan', file, '--on', 'aws', ...flags], host), stderr()).toBe(0);
  return stdout();
}

describe('plan --on aws', () => {
  test('says what a run takes in three columns, and what it stands on', async () => {
    const text = await plan(20_000);
    expect(text).toMatch(/^sweep \(full\) on AWS: workers of 1769 MB, 200 at once, batches of 60 s\n/);
    expect(text).toMatch(/\nblocks +100 +100 +100\n/);
    expect(text).toContain('assumed, not measured');
    expect(text).not.toContain('TOO LARGE');
    expect(text).toMatch(/This machine, its \d+ processors? doing nothing else, takes /);
  });

  test('warns of a run whose aggregation would not fit into its function', async () => {
    // Blocks of 100 replicates with two estimators, a million of them: 133 + 4.44e-4 * 2e6 = 1021 MB, and half a millisecond each.
    expect(await planAt(3000, 100_000_000)).not.toContain('TOO LARGE');
    // Of 50 replicates, two million of them.
    expect(await planAt(5000, 100_000_000)).toContain(
      'TOO LARGE: planning and aggregating take about 1909 MB and 1000 s, and the functions that do it have 3008 MB and 900 s: the run would fail at its end.',
    );
  });

  test('says how many blocks a budget leaves', async () => {
    expect(await plan(2_000_000, '--budget', '0.0002usd')).toMatch(
      /The budget of \$0\.0002 is not enough: \d+ of 10000 blocks are expected to wait for another run/,
    );
    expect(await plan(20_000, '--budget', '5usd')).toContain('The budget of $5.00 is enough.');
  });

  test('as JSON has prices, pilot and forecasts', async () => {
    const { prices, pilot, least, expected, most, here } = JSON.parse(await plan(20_000, '--json'));
    expect(prices.gbSecond).toBe(0.0000133334);
    expect(pilot).toMatchObject({ cells: 1, coverage: 1 });
    expect(least.usd.total).toBeLessThan(expected.usd.total);
    expect(expected.usd.total).toBeLessThan(most.usd.total);
    expect(here.seconds).toBeGreaterThan(0);
  });
});
