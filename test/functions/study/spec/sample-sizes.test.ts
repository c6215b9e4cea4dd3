import { describe, expect, it } from 'vitest';
import { listSampleSizes, roundedPowerOfTen } from '../../../../functions/study/spec/sample-sizes.ts';

describe('listSampleSizes', () => {
  it('takes two sizes a decade from 100 to a million', () => {
    expect(listSampleSizes({ from: 100, to: 1_000_000, perDecade: 2 })).toEqual([
      100, 316, 1000, 3162, 10_000, 31_623, 100_000, 316_228, 1_000_000,
    ]);
  });

  it('compares the rounded value with the ends of the range', () => {
    expect(listSampleSizes({ from: 316, to: 3162, perDecade: 2 })).toEqual([316, 1000, 3162]);
    expect(listSampleSizes({ from: 317, to: 3161, perDecade: 2 })).toEqual([1000]);
    expect(listSampleSizes({ from: 20, to: 30, perDecade: 1 })).toEqual([]);
  });

  it('names each size once where a fine grid rounds to the same integer', () => {
    expect(listSampleSizes({ from: 1, to: 10, perDecade: 10 })).toEqual([1, 2, 3, 4, 5, 6, 8, 10]);
  });

  it('reaches the largest size allowed and leaves a list as it stands', () => {
    expect(listSampleSizes({ from: 1, to: 100_000_000, perDecade: 1 }).at(-1)).toBe(100_000_000);
    expect(listSampleSizes([5, 3])).toEqual([5, 3]);
  });
});

describe('roundedPowerOfTen', () => {
  it('brackets 10^(k/p) by exact integer powers', () => {
    for (let p = 1; p <= 20; p++) {
      for (let k = 0; k <= 8 * p; k += 3) {
        const m = BigInt(roundedPowerOfTen(k, p));
        const scaled = 2n ** BigInt(p) * 10n ** BigInt(k);
        expect((2n * m - 1n) ** BigInt(p) <= scaled, `${k}/${p} from below`).toBe(true);
        expect((2n * m + 1n) ** BigInt(p) > scaled, `${k}/${p} from above`).toBe(true);
      }
    }
  });
});
