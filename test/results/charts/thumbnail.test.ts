import { describe, expect, it } from 'vitest';
import { RLHF as RLHF_COLOUR, SIGN as SIGN_COLOUR } from '../../../results/charts/drawing.ts';
import { thumbnail } from '../../../results/charts/thumbnail.ts';
import type { Summary } from '../../../results/summary.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';
import { elementsOf } from '../../support/well-formed.ts';

const circles = (summary: Summary) =>
  elementsOf(thumbnail(summary))
    .filter(({ name }) => name === 'circle')
    .map(({ attributes }) => attributes);

const scenarios = (count: number) => Array.from({ length: count }, (_, x) => ({ factors: { x } }));

describe('a thumbnail', () => {
  it('joins what was measured over several sizes', () => {
    const svg = thumbnail(fixtureSummary());
    expect(svg).toContain(`stroke="${SIGN_COLOUR}"`);
    expect(svg).toContain('stroke-dasharray');
    expect(circles(fixtureSummary())).toEqual([]);
  });

  it('sets combinations of one size side by side over its width', () => {
    const found = circles(fixtureSummary({ sampleSizes: [100], scenarios: scenarios(4) }));
    const places = found.filter(({ stroke }) => stroke === SIGN_COLOUR).map(({ cx }) => Number(cx));
    expect(places).toEqual([17, 43, 69, 95]);
    expect(found.filter(({ stroke }) => stroke === RLHF_COLOUR)).toHaveLength(4);
  });

  it('has a place for twenty combinations and no more', () => {
    const found = circles(fixtureSummary({ sampleSizes: [100], scenarios: scenarios(30) }));
    expect(found.filter(({ stroke }) => stroke === SIGN_COLOUR)).toHaveLength(20);
  });
});
