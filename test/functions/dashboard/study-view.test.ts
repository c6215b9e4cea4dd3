import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_VIEW,
  drawnView,
  parseView,
  type StudyView,
  viewQuery,
} from '../../../functions/dashboard/study-view.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';

const summary = fixtureSummary({
  sampleSizes: [100, 1000],
  scenarios: [1, 2, 3].map((skew) => ({ factors: { 'population.users.skew': skew } })),
});

const views: fc.Arbitrary<StudyView> = fc.record({
  measure: fc.constantFrom(null, 'meanAngle', 'signedAngle', 'disagreement'),
  scale: fc.constantFrom('log', 'linear'),
  only: fc.constantFrom(null, ['sign'], ['rlhf']),
  along: fc.constantFrom(null, 'population.users.skew'),
  sort: fc.option(fc.string({ minLength: 1, maxLength: 30 }), { nil: null }),
  page: fc.integer({ min: 1, max: 1000 }),
});

describe('a view of a study', () => {
  it('comes back from the address that it was written as', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(parseView(new URLSearchParams(viewQuery(view)), summary)).toEqual(view);
      }),
      { seed: 1 },
    );
  });

  it('has the empty query where it is the default', () => {
    expect(viewQuery(DEFAULT_VIEW)).toBe('');
  });

  it('leaves out what the study does not have, whatever the address says', () => {
    const query = new URLSearchParams(
      'measure=rmse&scale=cubic&estimator=nobody&along=population.choice&page=-3',
    );
    expect(parseView(query, summary)).toEqual(DEFAULT_VIEW);
    fc.assert(
      fc.property(fc.webQueryParameters(), (text) => {
        const view = parseView(new URLSearchParams(text), summary);
        expect(view.page).toBeGreaterThanOrEqual(1);
        expect(drawnView(view, summary).scale).toBeOneOf([undefined, 'linear']);
      }),
      { seed: 2 },
    );
  });

  it('shows all estimators where all are named', () => {
    expect(parseView(new URLSearchParams('estimator=sign&estimator=rlhf'), summary).only).toBeNull();
  });
});
