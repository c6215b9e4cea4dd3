import { expect, test } from 'vitest';
import { spectrumOf } from '../../../functions/twins/spectrum.ts';
import { spectrumLines } from '../../../functions/twins/spectrum-text.ts';
import golden from '../../golden/spectra.json' with { type: 'json' };
import { spectrumRows } from '../../support/spectrum-rows.ts';

const blocksOf = (shape: Parameters<typeof spectrumRows>[0]) => {
  const data = spectrumRows(shape);
  const { n, d } = shape;
  const half = Math.floor(n / 2) * d;
  return {
    rows: n,
    columns: d,
    blocks: async function* () {
      yield data.subarray(0, half);
      yield data.subarray(half);
    },
  };
};

test.each(golden.cases)('The exact spectrum of $n rows of $d is that of LAPACK', async (one) => {
  const found = await spectrumOf()(blocksOf(one));
  const [largest] = one.eigenvalues;
  expect(found.method).toBe('exact');
  expect(found.eigenvalues).toHaveLength(Math.min(16, one.d));
  for (const [i, value] of found.eigenvalues.entries())
    expect(Math.abs(value - one.eigenvalues[i])).toBeLessThan(1e-12 * largest);
  expect(found.trace / one.trace).toBeCloseTo(1, 12);
  expect((found.effectiveRank ?? 0) / one.effectiveRank).toBeCloseTo(1, 12);
  expect(found.rank).toBe(one.rank);
  expect(found.shares['1']).toBeCloseTo(largest / one.trace, 12);
  if (one.rank === one.d)
    expect((found.conditionNumber ?? 0) / (largest / one.eigenvalues[one.d - 1])).toBeCloseTo(1, 8);
  else expect(found.conditionNumber).toBeNull();
});

test.each(golden.cases.filter(({ d }) => d >= 7))(
  'Each value of the sketch of $n rows of $d has an eigenvalue of LAPACK within its error',
  async (one) => {
    const found = await spectrumOf({}, 0)(blocksOf(one));
    expect(found.method).toBe('sketch');
    expect(found.trace / one.trace).toBeCloseTo(1, 12);
    for (const [i, value] of found.eigenvalues.entries()) {
      const nearest = Math.min(...one.eigenvalues.map((true_) => Math.abs(true_ - value)));
      expect(nearest).toBeLessThanOrEqual(found.errors[i] + 1e-13);
      expect(value).toBeLessThanOrEqual(one.eigenvalues[i] * (1 + 1e-12) + 1e-15);
    }
    // Eight probes know the rest of the sum of squares to about a half; the rest is small beside the whole.
    expect((found.effectiveRank ?? 0) / one.effectiveRank).toBeGreaterThan(0.8);
    expect((found.effectiveRank ?? 0) / one.effectiveRank).toBeLessThan(1.25);
  },
);

test('Where eigenvalues fall fast, the sketch finds the largest to many digits', async () => {
  const shape = { n: 300, d: 120, seed: 6, decay: 1 };
  const { eigenvalues } = golden.cases[5];
  const found = await spectrumOf({}, 0)(blocksOf(shape));
  for (let i = 0; i < 5; i++) expect(Math.abs(found.eigenvalues[i] / eigenvalues[i] - 1)).toBeLessThan(1e-4);
});

test('Rows that are all zero have a spectrum without a rank', async () => {
  const zeros = {
    rows: 2,
    columns: 3,
    blocks: async function* () {
      yield new Float32Array(6);
    },
  };
  for (const exactUpTo of [512, 0]) {
    const found = await spectrumOf({}, exactUpTo)(zeros);
    expect(found).toMatchObject({ trace: 0, effectiveRank: null, conditionNumber: null, shares: {} });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  }
});

test('People are told the shares, the effective rank and whether whitening is possible', async () => {
  const lines = spectrumLines(await spectrumOf()(blocksOf(golden.cases[2])));
  expect(lines.join('\n')).toMatch(
    /^Mean square length .+ by k: 1: \d+\.\d %, .+\nEffective rank .+ of 7\.\nCondition number .+\.$/,
  );
  const few = spectrumLines(await spectrumOf()(blocksOf({ n: 3, d: 7, seed: 1, decay: 0 })));
  expect(few.at(-1)).toBe('Some directions have no spread: whitening is not possible without a ridge.');
  expect(spectrumLines({ of: 'another version' })).toEqual([]);
});
