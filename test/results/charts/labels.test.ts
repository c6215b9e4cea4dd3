import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../results/charts/frame.ts';
import { type Label, placeLabels } from '../../../results/charts/labels.ts';
import { regimeLabel } from '../../../results/charts/regime-label.ts';
import { type SmallMultiple, smallMultiple } from '../../../results/charts/small-multiple.ts';
import { elementsOf } from '../../support/well-formed.ts';

const frame: Frame = {
  width: 340,
  height: 330,
  left: 38,
  right: 18,
  top: 28,
  bottom: 46,
  fontSize: 12,
  x: [100, 1e6],
  y: [1, 40],
  logY: true,
};

const spots = fc.array(
  fc.record({ x: fc.integer({ min: 40, max: 320 }), y: fc.integer({ min: 30, max: 280 }) }),
  { minLength: 9, maxLength: 9 },
);

describe('placeLabels', () => {
  it('lays no two of four labels over each other and none outside the plot', () => {
    fc.assert(
      fc.property(fc.array(spots, { minLength: 4, maxLength: 4 }), (tracks) => {
        const labels: Label[] = tracks.map((track, i) => ({
          lines: [`name ${i}`],
          colour: 'var(--ink)',
          spots: track,
        }));
        const obstacles = tracks.flat().map((spot) => ({ ...spot, reach: 6, weight: 12 }));
        const placed = placeLabels(labels, frame, obstacles);
        const width = 'name 0'.length * 12 * 0.6;
        for (const [i, a] of placed.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(frame.left - 2);
          expect(a.x + width).toBeLessThanOrEqual(frame.width);
          for (const b of placed.slice(i + 1)) {
            expect(Math.abs(a.y - b.y) >= 17 || Math.abs(a.x - b.x) >= width).toBe(true);
          }
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('keeps clear of dots where there is room', () => {
    const obstacles = [{ x: 160, y: 140, reach: 6, weight: 12 }];
    const label: Label = { lines: ['RLHF'], colour: 'var(--rlhf)', spots: [{ x: 160, y: 160 }] };
    const [placed] = placeLabels([label], frame, obstacles);
    const hit = placed.x - 6 < 160 && placed.x + 45 > 160 && Math.abs(placed.y - 140) < 14;
    expect(hit).toBe(false);
  });

  it('leaves a label out that fits nowhere', () => {
    const label: Label = { lines: ['x'.repeat(80)], colour: 'var(--ink)', spots: [{ x: 100, y: 100 }] };
    expect(placeLabels([label], frame, [])).toEqual([]);
  });
});

describe('the labels of a small multiple', () => {
  const textAt = (svg: string, words: string) => {
    const found = elementsOf(svg).find(({ name, text }) => name === 'text' && text === words);
    const group = found?.ancestors.at(-1)?.attributes.transform.match(/translate\(([-\d.]+)/)?.[1];
    return Number(group) + frameLeft;
  };
  const frameLeft = 40;

  it('stand beside an upright line, not across it', () => {
    const chart = (uprights: readonly number[]): SmallMultiple => ({
      name: 'chart',
      title: 'y',
      x: [1, 100],
      y: [0, 1],
      format: String,
      marks: () => [],
      labels: (own) => regimeLabel(10, own),
      dots: [],
      rules: [],
      uprights,
    });
    const line = frameLeft + (280 - frameLeft - 14) / 2;
    const width = 'from n \u2248 10'.length * 12 * 0.6;
    const left = textAt(smallMultiple(chart([10])), 'from n \u2248 10');
    expect(left > line || left + width < line).toBe(true);
    // A line elsewhere pushes it to the other side.
    const pushed = textAt(smallMultiple(chart([10, 18])), 'from n \u2248 10');
    expect(pushed + width).toBeLessThan(line);
  });
});
