import { describe, expect, it } from 'vitest';
import { signatureNotes } from '../../../results/report/signature-notes.ts';
import type { Summary } from '../../../results/summary.ts';
import { ANNEALED, fixtureSummary, SIGN } from '../../support/fixture-summary.ts';

const base = fixtureSummary();
const degrees = (angle: number): number => (angle * Math.PI) / 180;

interface Shape {
  readonly estimator: typeof SIGN;
  /** Mean angle in degrees at n = 1,000, 10,000 and 100,000. */
  readonly angles: readonly number[];
  readonly failures?: Readonly<Record<string, number>>;
  readonly failureRate?: number;
}

function summaryOf({ estimator, angles, failures = {}, failureRate = 0 }: Shape): Summary {
  return {
    ...base,
    study: {
      ...base.study,
      scenarios: [{ ...base.study.scenarios[0], factors: {}, estimators: [estimator] }],
    },
    cells: angles.map((angle, k) => ({
      key: `n=${10 ** (3 + k)}`,
      factors: {},
      n: 10 ** (3 + k),
      pairs: [],
      estimators: [
        {
          id: estimator.id,
          kind: 'sign',
          solver: 'exact',
          failures,
          diagnostics: {},
          measures: {
            meanAngle: { value: degrees(angle), mcse: 0.001, replicates: 100 },
            failureRate: { value: failureRate, mcse: 0.001, replicates: 100 },
          },
        },
      ],
    })),
  };
}

const sentences = (shape: Shape): readonly string[] =>
  signatureNotes(summaryOf(shape)).map(({ sentence }) => sentence);

describe('the failure signatures', () => {
  it('say that a converging sign estimator whose angle stays high sees asymmetric users', () => {
    expect(sentences({ estimator: SIGN, angles: [14, 12.2, 12] })).toEqual([
      'The fits of Sign converge while their angle stays high, 12.2 degrees at n = 10,000 and 12.0 at n = 100,000: the sign that users are not symmetric about their mean taste.',
    ]);
    expect(sentences({ estimator: ANNEALED, angles: [14, 12.2, 12] })[0]).toMatch(
      /or lambda is too small for them\.$/,
    );
  });
  it('keep still where the angle falls, is small, or fits fail', () => {
    expect(sentences({ estimator: SIGN, angles: [30, 14, 7] })).toEqual([]);
    expect(sentences({ estimator: SIGN, angles: [2, 2, 2] })).toEqual([]);
    expect(sentences({ estimator: SIGN, angles: [14, 12, 12], failureRate: 0.2 })).toEqual([]);
  });
  it('call annealed fits that diverge or do not converge improper annealing, and those of exact solvers not', () => {
    const failures = { diverged: 3 };
    expect(sentences({ estimator: ANNEALED, angles: [9, 4, 2], failures })).toEqual([
      expect.stringMatching(
        /diverges or does not converge at n = 1,000, n = 10,000, n = 100,000: the sign of improper annealing\./,
      ),
    ]);
    expect(sentences({ estimator: SIGN, angles: [9, 4, 2], failures })).toEqual([]);
    expect(sentences({ estimator: ANNEALED, angles: [9, 4, 2], failures: { separable: 2 } })).toEqual([]);
  });
});
