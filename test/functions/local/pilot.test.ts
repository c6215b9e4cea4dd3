import { expect, test } from 'vitest';
import { measurePilot } from '../../../functions/local/pilot.ts';
import { planStudy } from '../../../functions/study/plan.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';

const STUDY = parseStudy(
  `name: small
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [rlhf]
sampleSizes: [10, 100, 1000]
replicates: [400, 400, 4000]
`,
  'study.yaml',
  'full',
);
const PLAIN = { backend: 'wasm-f64', tables: NO_TABLES } as const;

test('a pilot measures every cell where there is time, at most three blocks each', async () => {
  const { cells, blocks, coverage, msPerBlock } = await measurePilot(STUDY, { ...PLAIN, seconds: 60 });
  expect({ cells, blocks, coverage }).toEqual({ cells: 3, blocks: 2 + 2 + 3, coverage: 1 });
  for (const cell of planStudy(STUDY)) expect(msPerBlock(cell)).toBeGreaterThanOrEqual(0);
  expect(msPerBlock(planStudy(STUDY)[2])).toBeGreaterThan(0);
});

test('without time it measures a block of the heaviest cell, and says what share of the work that is', async () => {
  const { cells, blocks, coverage, msPerBlock } = await measurePilot(STUDY, { ...PLAIN, seconds: 0 });
  expect({ cells, blocks }).toEqual({ cells: 1, blocks: 1 });
  // n d replicates: 4,000,000 of 4,044,000, in proportion.
  expect(coverage).toBeCloseTo(4000 / 4044, 9);
  const [ten, hundred, thousand] = planStudy(STUDY).map(
    (cell) => msPerBlock(cell) / (cell.n * cell.blockSize),
  );
  expect(ten).toBeCloseTo(thousand, 12);
  expect(hundred).toBeCloseTo(thousand, 12);
});
