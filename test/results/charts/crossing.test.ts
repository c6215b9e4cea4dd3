import { describe, expect, it } from 'vitest';
import { measuredCrossing } from '../../../results/charts/crossing.ts';
import { markAt } from '../../../results/charts/marks.ts';
import type { Series } from '../../../results/charts/series.ts';

const seriesAt = (id: string, values: readonly number[], mcse: number): Series => ({
  id,
  kind: id,
  name: id,
  measure: 'rmsAngle',
  mark: markAt(0),
  points: values.map((value, i) => ({ n: 100 * 10 ** i, value, mcse })),
});

describe('the measured crossing', () => {
  it('of two power laws is where they are equal, straight in log-log', () => {
    // 100 n^(-1/2) and 10 n^(-1/6) meet at n = 1000.
    const steep = seriesAt('steep', [10, 100 / Math.sqrt(1000), 1], 0.001);
    const flat = seriesAt(
      'flat',
      [10 * 100 ** (-1 / 6) * 1, 10 * 1000 ** (-1 / 6), 10 * 10_000 ** (-1 / 6)],
      0.001,
    );
    const bare = (series: Series): Series => ({
      ...series,
      points: series.points.filter(({ n }) => n !== 1000),
    });
    const crossing = measuredCrossing([bare(steep), bare(flat)])!;
    expect(crossing.n).toBeCloseTo(1000, 8);
    expect(crossing.value).toBeCloseTo(100 / Math.sqrt(1000), 8);
    expect(crossing.winner.id).toBe('steep');
    expect(crossing.loser.id).toBe('flat');
  });

  it('is that of sign and RLHF where other pairs cross too', () => {
    const sign = { ...seriesAt('sign', [9, 6, 1], 0.01), mark: markAt('sign') };
    const rlhf = { ...seriesAt('rlhf', [7, 5, 4], 0.01), mark: markAt('rlhf') };
    const other = seriesAt('other', [8, 7, 6], 0.01);
    for (const order of [
      [other, sign, rlhf],
      [sign, other, rlhf],
    ]) {
      expect(measuredCrossing(order)).toMatchObject({ winner: { id: 'sign' }, loser: { id: 'rlhf' } });
    }
  });

  it('is none where a difference is within two standard errors: noise does not cross', () => {
    expect(measuredCrossing([seriesAt('a', [10, 5], 3), seriesAt('b', [9, 6], 3)])).toBeNull();
  });

  it('is none where two errors cross to and fro, or never, or share no size', () => {
    const flat = seriesAt('flat', [5, 5, 5], 0.1);
    expect(measuredCrossing([flat, seriesAt('wave', [6, 4, 6], 0.1)])).toBeNull();
    expect(measuredCrossing([flat, seriesAt('above', [6, 7, 8], 0.1)])).toBeNull();
    expect(measuredCrossing([flat, { ...flat, points: [{ n: 7, value: 1, mcse: 0.1 }] }])).toBeNull();
  });
});
