import { grouped } from '../../../results/charts/numbers.ts';
import { type Column, tableLines, wrapped } from '../../../results/report/text-layout.ts';
import { fixed } from '../../../results/report/value-format.ts';
import type { Evaluation, EvaluationRow } from './evaluation-manifest.ts';
import { largestRows, mixturesByAngle } from './nearest-mixture.ts';
import { CALIBRATION_SENTENCE, NOT_REPRODUCED_SENTENCE, PUBLISHED, PUBLISHED_SENTENCE } from './published.ts';

/** `value (MCSE)`, or a dash where nothing was measured. */
export function measureText(
  measure: EvaluationRow['angle'],
  { scale, decimals }: { readonly scale: number; readonly decimals: number },
): string {
  if (measure === null) return '\u2013';
  const value = fixed(scale * measure.value, decimals);
  return measure.mcse === null ? value : `${value} (${(scale * measure.mcse).toFixed(decimals)})`;
}

export const failuresText = ({ failures }: EvaluationRow): string =>
  Object.entries(failures)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');

/** What numbers are relative to and how sure they are, a sentence each. */
export function evaluationNotes(evaluation: Evaluation): readonly string[] {
  const { target, seeds, heldOut, rows } = evaluation;
  const of =
    target === 'known'
      ? 'known utilities of the simulated personas'
      : 'utilities estimated from their labels';
  return [
    `Compared with the average of the ${of}; disagreement is on ${grouped(heldOut)} pairs that a seed holds out.`,
    ...(target === 'estimated'
      ? [
          'Those utilities come of the labels that fits learn from, and of those of the held-out pairs: noise that both share makes fits look nearer.',
        ]
      : []),
    seeds > 1
      ? `Means over ${seeds} seeds, each with its own split, order and choice of labels; in brackets the Monte Carlo standard error, given these pairs and labels.`
      : 'One seed, so that no Monte Carlo standard error is known; --seeds 4 gives one.',
    ...(rows.some((row) => Object.keys(row.failures).length > 0)
      ? ['Fits that failed are counted and left out of the means.']
      : []),
    ...unsettledNotes(rows),
    'EM is told which labels come of one persona; pooled, it is not.',
    ...mixtureNotes(evaluation),
    PUBLISHED_SENTENCE,
    NOT_REPRODUCED_SENTENCE,
    ...(target === 'known' ? [CALIBRATION_SENTENCE] : []),
  ];
}

/** Whether sign or the nearest mixture is nearer at the largest size, beyond two standard errors of the difference as if they were independent. */
function mixtureNotes(evaluation: Evaluation): readonly string[] {
  const sign = largestRows(evaluation).find(({ estimator }) => estimator === 'sign');
  const [mixture] = mixturesByAngle(evaluation);
  if (!sign?.angle || !mixture?.angle) return [];
  const [s, m] = [sign.angle, mixture.angle];
  const at = `At ${grouped(sign.n)} pairs`;
  const angles = `${fixed(m.value, 1)}\u00b0 against ${fixed(s.value, 1)}\u00b0`;
  if (
    s.mcse === null ||
    m.mcse === null ||
    Math.abs(m.value - s.value) <= 2 * Math.sqrt(s.mcse * s.mcse + m.mcse * m.mcse)
  ) {
    return [`${at} ${mixture.label} and the sign estimator are not told apart, ${angles}.`];
  }
  return m.value < s.value
    ? [
        `${at} ${mixture.label}, told who gave each label, is nearer than the sign estimator, ${angles}: the paper reports the opposite of its data.`,
      ]
    : [`${at} the sign estimator is nearer than every mixture, the nearest ${mixture.label}, ${angles}.`];
}

function unsettledNotes(rows: readonly EvaluationRow[]): readonly string[] {
  const of = rows.filter(({ estimator }) => estimator.startsWith('em-'));
  const count = of.reduce((sum, { unsettled }) => sum + unsettled, 0);
  if (count === 0) return [];
  const all = of.reduce((sum, { seeds }) => sum + seeds, 0);
  return [
    `${grouped(count)} of ${grouped(all)} fits of EM still climbed when they ended, at 200 steps or where float32 leaves no step that improves; they are in the means.`,
  ];
}

/** The evaluation as a table for a terminal, the published values below. */
export function evaluationText(evaluation: Evaluation): string {
  const { rows } = evaluation;
  const firsts = new Set(rows.filter((row, i) => i === 0 || rows[i - 1].n !== row.n));
  const published = PUBLISHED.map(({ estimator, angle, disagreement }) => ({
    name: `published ${estimator === 'rlhf' ? 'RLHF' : 'sign'}`,
    angle: `${angle}`,
    disagreement: `${100 * disagreement}`,
  }));
  const blank = published.map(() => '');
  const columns: readonly Column[] = [
    {
      head: 'pairs',
      texts: [
        ...rows.map((row) => (firsts.has(row) ? grouped(row.n) : '')),
        ...published.map(() => '43,834'),
      ],
    },
    {
      head: 'estimator',
      words: true,
      texts: [...rows.map(({ label }) => label), ...published.map(({ name }) => name)],
    },
    {
      head: 'angle \u00b0',
      texts: [
        ...rows.map((row) => measureText(row.angle, { scale: 1, decimals: 1 })),
        ...published.map(({ angle }) => angle),
      ],
    },
    {
      head: 'less RLHF',
      texts: [...rows.map((row) => measureText(row.angleLessRlhf, { scale: 1, decimals: 1 })), ...blank],
    },
    {
      head: 'disagreement %',
      texts: [
        ...rows.map((row) => measureText(row.disagreement, { scale: 100, decimals: 2 })),
        ...published.map(({ disagreement }) => disagreement),
      ],
    },
    {
      head: 'readings',
      texts: [
        ...rows.map((row) => (row.evaluations === null ? '\u2013' : grouped(row.evaluations.value))),
        ...blank,
      ],
    },
    { head: 'failed', words: true, texts: [...rows.map(failuresText), ...blank] },
  ];
  return `${[...tableLines(columns), '', ...evaluationNotes(evaluation).flatMap(wrapped)].join('\n')}\n`;
}
