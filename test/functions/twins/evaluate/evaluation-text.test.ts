import { describe, expect, it } from 'vitest';
import { Evaluation } from '../../../../functions/twins/evaluate/evaluation-manifest.ts';
import { evaluationNotes, measureText } from '../../../../functions/twins/evaluate/evaluation-text.ts';

const EVALUATION: Evaluation = {
  format: 1,
  inputs: '',
  target: 'known',
  pairs: 10,
  columns: 2,
  personas: 3,
  heldOut: 1,
  seeds: 2,
  rows: [],
};
const ONE = { scale: 1, decimals: 1 };

describe('measures of the evaluation in words', () => {
  it('have a true minus sign, and none before a zero that rounding made', () => {
    expect(measureText({ value: -16.64, mcse: 3.94 }, ONE)).toBe('\u221216.6 (3.9)');
    expect(measureText({ value: -0.00001, mcse: 0.000002 }, ONE)).toBe('0.0 (0.0)');
    expect(measureText({ value: 2, mcse: null }, ONE)).toBe('2.0');
    expect(measureText(null, ONE)).toBe('\u2013');
  });

  it('count the fits of EM that still climbed when they ended', () => {
    const row = {
      label: '',
      n: 5,
      seeds: 2,
      failures: {},
      angle: null,
      disagreement: null,
      angleLessRlhf: null,
      disagreementLessRlhf: null,
      evaluations: null,
    };
    const notes = (unsettled: number) =>
      evaluationNotes({
        ...EVALUATION,
        rows: [
          { ...row, estimator: 'rlhf', unsettled: 0 },
          { ...row, estimator: 'em-2', unsettled },
          { ...row, estimator: 'em-3-pooled', unsettled: 0 },
        ],
      }).join('\n');
    expect(notes(1)).toMatch(/1 of 4 fits of EM still climbed when they ended/);
    expect(notes(0)).not.toMatch(/still climbed/);
  });

  it('say plainly which of sign and the nearest mixture is nearer, and that the paper is not reproduced', () => {
    const row = (estimator: string, label: string, n: number, value: number) => ({
      ...{ estimator, label, n, seeds: 4, failures: {}, unsettled: 0, evaluations: null, disagreement: null },
      ...{ angle: { value, mcse: 0.5 }, angleLessRlhf: null, disagreementLessRlhf: null },
    });
    const notes = (two: number, five: number): string =>
      evaluationNotes({
        ...EVALUATION,
        rows: [
          row('sign', 'sign, staged', 9, 5),
          row('em-2', 'EM, K = 2', 9, 1),
          row('sign', 'sign, staged', 90, 20),
          row('em-1', 'EM, K = 1', 90, 2),
          row('em-2', 'EM, K = 2', 90, two),
          row('em-5', 'EM, K = 5', 90, five),
          row('em-5-pooled', 'EM, K = 5, pooled', 90, 3),
        ],
      }).join('\n');
    expect(notes(12, 15)).toMatch(
      /At 90 pairs EM, K = 2, told who gave each label, is nearer .* 12\.0° against 20\.0°: the paper reports the opposite/,
    );
    expect(notes(30, 25)).toMatch(
      /At 90 pairs the sign estimator is nearer than every mixture, the nearest EM, K = 5, 25\.0° against 20\.0°/,
    );
    expect(notes(19, 25)).toMatch(/EM, K = 2 and the sign estimator are not told apart/);
    expect(notes(12, 15)).toMatch(/not reproduced here/);
  });

  it('are read of an evaluation that counted none', () => {
    const row = { estimator: 'rlhf', label: 'RLHF', n: 5, seeds: 1, failures: {} };
    const nothing = { angle: null, disagreement: null, angleLessRlhf: null, disagreementLessRlhf: null };
    const stored = { ...EVALUATION, rows: [{ ...row, ...nothing, evaluations: null }] };
    expect(Evaluation.parse(stored).rows[0].unsettled).toBe(0);
  });

  it('say that estimated utilities share the noise of the fits', () => {
    const notes = (target: 'known' | 'estimated') => evaluationNotes({ ...EVALUATION, target }).join('\n');
    expect(notes('estimated')).toMatch(/noise that both share/);
    expect(notes('known')).not.toMatch(/noise that both share/);
  });
});
