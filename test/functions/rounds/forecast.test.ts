import { describe, expect, test } from 'vitest';
import { BATCH_OVERHEAD_MS, type ForecastOptions, forecast } from '../../../functions/rounds/forecast.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';

const studyOf = (replicates: string, keep = '') =>
  parseStudy(
    `name: small
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [${keep === '' ? 100 : 1000}]
replicates: ${replicates}
${keep}
`,
    'study.yaml',
    'full',
  );

/** Batches of two blocks. */
const OPTIONS: ForecastOptions = {
  msPerBlock: () => 1000,
  until: 'last look',
  targetMs: 2400,
  workerMemoryMb: 1024,
  concurrency: 2,
};

const ADAPTIVE = '{ min: 200, max: 1600, until: { measure: rmsAngle, relativeMcse: 0.0001 } }';

describe('forecast', () => {
  test('of five blocks in batches of two, worked by hand', () => {
    const { usd, ...found } = forecast(studyOf('1000'), OPTIONS);
    expect(found).toMatchObject({ rounds: 1, batches: 3, blocks: 5, unpaid: 0 });
    // Two blocks, two blocks, one; each batch with its overhead.
    const workerSeconds = 5 + (3 * BATCH_OVERHEAD_MS) / 1000;
    expect(found.workerSeconds).toBeCloseTo(workerSeconds, 9);
    // A worker is checked for 4 s; the first takes the third batch too: two blocks and one; plan and aggregate take 4 s, and half a
    // millisecond a block.
    expect(found.wallSeconds).toBeCloseTo(4 + 4.0025 + 3 + (2 * BATCH_OVERHEAD_MS) / 1000, 9);
    expect(found.gbSeconds).toBeCloseTo(4 + workerSeconds + 4.0025 * (3008 / 1024), 9);
    // A check, plan, aggregate and three batches.
    expect(found.lambdaRequests).toBe(6);
    // The start, three states before the first round, its five, and the end; two of each batch.
    expect(found.transitions).toBe(1 + 3 + 5 + 1 + 2 * 3);
    expect(usd.compute).toBeCloseTo(0.0000133334 * found.gbSeconds, 12);
    expect(usd.transitions).toBeCloseTo(0.000025 * found.transitions, 12);
    expect(usd.s3).toBeCloseTo(0.000005 * found.s3Puts + 0.0000004 * found.s3Gets, 12);
    expect(usd.total).toBeCloseTo(usd.compute + usd.requests + usd.transitions + usd.s3, 12);
  });

  test('goes look by look to the last one, or stops at the first', () => {
    const first = forecast(studyOf(ADAPTIVE), { ...OPTIONS, until: 'first look' });
    expect(first).toMatchObject({ rounds: 1, blocks: 1 });
    const { looks } = studyOf(ADAPTIVE);
    const last = forecast(studyOf(ADAPTIVE), OPTIONS);
    expect(last).toMatchObject({ rounds: looks[0].length, blocks: 8 });
  });

  test('leaves to the next round what a thousand batches do not hold', () => {
    const heavy = { ...OPTIONS, targetMs: 1, msPerBlock: () => 400_000 };
    const { rounds, batches, blocks } = forecast(studyOf('300000'), heavy);
    // A batch is 300 s long at most, which a block exceeds: a thousand of one, then 500.
    expect({ rounds, batches, blocks }).toEqual({ rounds: 2, batches: 1500, blocks: 1500 });
  });

  test('a budget leaves blocks for another run, fewer the larger it is', () => {
    const unpaid = [0.00006, 0.0002, 1].map(
      (budgetUsd) => forecast(studyOf('1000'), { ...OPTIONS, budgetUsd }).unpaid,
    );
    expect(unpaid[0]).toBeGreaterThan(0);
    expect(unpaid[0]).toBeGreaterThanOrEqual(unpaid[1]);
    expect(unpaid[2]).toBe(0);
    const { blocks } = forecast(studyOf('1000'), { ...OPTIONS, budgetUsd: 0.00006 });
    expect(blocks + unpaid[0]).toBe(5);
  });

  test('ten per cent slower workers take and cost ten per cent more of computing blocks', () => {
    const at = (ms: number) => forecast(studyOf('1000'), { ...OPTIONS, msPerBlock: () => ms }).workerSeconds;
    expect(at(1100) - at(1000)).toBeCloseTo(0.5, 9);
  });

  test('aggregating is reckoned with the memory that it took while digests were held twice, within 2 %', () => {
    // bench/aggregate-packs.mjs --summaries: 20,000 and 100,000 blocks of two estimators.
    for (const [blocks, mib] of [
      [20_000, 151],
      [100_000, 222],
    ]) {
      const { coordinatorMb } = forecast(studyOf(String(200 * blocks), 'keep: summaries'), {
        ...OPTIONS,
        targetMs: 60_000,
      });
      expect(Math.abs(coordinatorMb / mib - 1)).toBeLessThan(0.02);
    }
  });
});
