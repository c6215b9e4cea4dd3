import type { Numbers } from '../../results/fit-numbers.ts';
import { textColumns } from '../../results/report/text-layout.ts';
import { numberText } from './number-text.ts';
import type { Replayed, ReplayedFit } from './replay-in-store.ts';

/** Steps shown at either end of a long iteration. */
const STEPS_SHOWN = 10;

const STORED: Readonly<Record<ReplayedFit['stored'], string>> = {
  identical: 'identical',
  differs: 'DIFFERS',
  absent: 'not stored',
  summarised: 'a summary',
};

/** What a replay found, for a person: the data set, the outcomes beside the stored ones, and each iteration. */
export function replayText(replayed: Replayed & { readonly study: string }): string {
  const { study, cell, n, d, replicate, block, address, dataSha256, target, estimators } = replayed;
  const absent = estimators.filter(({ stored }) => stored === 'absent').map(({ id }) => id);
  return [
    `${study}, cell ${cell}, replicate ${replicate} (block ${block}): n = ${n}, d = ${d}\n` +
      `data SHA-256  ${dataSha256}\naddress       ${address}\ntarget        ${vector(target)}\n`,
    outcomesTable(estimators),
    ...estimators.map(trace),
    ...(absent.length === 0
      ? []
      : [`The store has no record of block ${block} for ${absent.join(', ')}; signbench run computes it.\n`]),
  ].join('\n');
}

function outcomesTable(estimators: readonly ReplayedFit[]): string {
  const degrees = (radians: number | null): string =>
    radians === null ? '' : ((radians * 180) / Math.PI).toFixed(6);
  return textColumns([
    ['estimator', 'status', 'angle (deg)', 'score', 'evaluations', 'stored record'],
    ...estimators.map(({ id, status, angle, score, evaluations, stored }) => [
      id,
      status,
      degrees(angle),
      String(score ?? ''),
      String(evaluations ?? ''),
      STORED[stored],
    ]),
  ]);
}

function trace({ id, solver, direction, diagnostics, steps, failure }: ReplayedFit): string {
  const numbers = Object.entries(diagnostics).map(([name, value]) => `${name} ${numberText(value)}`);
  // Why a fit failed ends with the numbers that decided it.
  const found =
    direction === null ? `failed: ${failure}` : [`direction ${vector(direction)}`, ...numbers].join(', ');
  return `${id} (${solver}) ${found}\n${steps.length > 1 ? stepsTable(steps) : ''}`;
}

function stepsTable(steps: readonly Numbers[]): string {
  const names = [...new Set(steps.flatMap((step) => Object.keys(step)))];
  const rows = steps.map((step, i) => [`  ${i + 1}`, ...names.map((name) => numberText(step[name] ?? null))]);
  const hidden = rows.length - 2 * STEPS_SHOWN;
  const shown =
    hidden <= 0
      ? rows
      : [...rows.slice(0, STEPS_SHOWN), ['  ...', ...names.map(() => '')], ...rows.slice(-STEPS_SHOWN)];
  const note = hidden <= 0 ? '' : `  ${hidden} steps are left out here; --json has all.\n`;
  return `${textColumns([['  step', ...names], ...shown])}${note}`;
}

const vector = (values: readonly number[]): string => `(${values.map(numberText).join(', ')})`;
