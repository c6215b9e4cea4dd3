import type { FC } from 'hono/jsx';
import { mainMeasure } from '../../results/charts/main-measure.ts';
import { grouped } from '../../results/charts/numbers.ts';
import { estimatorName } from '../../results/charts/series.ts';
import { dataSets, decimalsOf, valueText } from '../../results/report/value-format.ts';
import type { CellSummary } from '../../results/summary.ts';
import type { Cell } from '../study/plan.ts';
import { Section } from './page.tsx';
import type { RunPage } from './run.tsx';

/** The key of a cell as a reader likes it: `skew = 1, n = 1,000`. */
export const keyText = ({ key, n }: Cell): string =>
  key
    .replace(/n=\d+$/, `n=${grouped(n)}`)
    .replaceAll('=', ' = ')
    .replace(/,(?=\S+ =)/g, ', ');

/** Rows of the table of cells. */
const MOST_CELLS = 200;

/** The cells of a run with their values, those of cells that are being computed marked as provisional. */
export const Cells: FC<RunPage> = ({ summary, planned, progress, falling, provisional }) => {
  if (summary === null || planned.length === 0) return null;
  const shown = mainMeasure({ cells: [...summary.cells, ...provisional] });
  const missing = new Set(summary.missing?.map(({ cell }) => cell) ?? []);
  const done = new Map(summary.cells.map((cell) => [cell.key, cell]));
  const soFar = new Map(provisional.map((cell) => [cell.key, cell]));
  const style = {
    scale: shown.scale,
    decimals: decimalsOf(
      [...summary.cells, ...provisional].flatMap(({ estimators }) =>
        estimators.map(({ measures }) => measures[shown.measure]),
      ),
      shown.scale,
    ),
  };
  const first = summary.study.scenarios[0].estimators.map(({ id }) => id);
  const rows = planned.slice(0, MOST_CELLS).map((cell): RowOfCell => {
    const whole = missing.has(cell.key) ? undefined : done.get(cell.key);
    const found = whole ?? soFar.get(cell.key);
    const seen = falling?.cell.key === cell.key ? (falling.seen.at(-1)?.replicates ?? 0) : 0;
    const count = Math.max(seen, found === undefined ? 0 : dataSets(found));
    const state = whole !== undefined ? 'done' : count > 0 ? 'running' : 'waiting';
    return { cell, found, state, count, most: whole === undefined ? cell.replicates : Math.max(1, count) };
  });
  return (
    <Section title="Cells" id="cells">
      <p class="note">
        {shown.phrase}, with its Monte Carlo standard error in parentheses.
        {rows.some(({ state }) => state === 'running') ? (
          <>
            {' '}
            <span class="so-far">Dotted</span>: provisional, of the data sets so far in the order of their
            numbers. They move until the cell is done, and no claim is judged by them.
          </>
        ) : null}
      </p>
      <section class="scroll" tabindex={0} aria-label="Cells, scrolls sideways">
        <table class="cells">
          <thead>
            <tr>
              <th scope="col" class="l">
                Cell
              </th>
              <th scope="col" class="l">
                Data sets
              </th>
              {first.map((id) => (
                <th scope="col">{estimatorName(id)}</th>
              ))}
              <th scope="col" class="l">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <CellRow
                {...{ row, going: progress.status === 'running', ids: first, style, measure: shown.measure }}
              />
            ))}
          </tbody>
        </table>
      </section>
      {planned.length > MOST_CELLS ? (
        <p class="note">and {grouped(planned.length - MOST_CELLS)} more cells.</p>
      ) : null}
    </Section>
  );
};

const STATES = { done: 'done', running: 'running, provisional', waiting: 'waiting' } as const;

/** A cell as a row of the table. */
interface RowOfCell {
  readonly cell: Cell;
  /** Its numbers, provisional while it is running. */
  readonly found: CellSummary | undefined;
  readonly state: keyof typeof STATES;
  /** Data sets that are there, and that there will be at most. */
  readonly count: number;
  readonly most: number;
}

const CellRow: FC<{
  readonly row: RowOfCell;
  /** Whether a run is going on. */
  readonly going: boolean;
  readonly ids: readonly string[];
  readonly style: Parameters<typeof valueText>[1];
  readonly measure: ReturnType<typeof mainMeasure>['measure'];
}> = ({ row: { cell, found, state, count, most }, going, ids, style, measure }) => (
  <tr class={state}>
    <th scope="row" class="l">
      {keyText(cell)}
    </th>
    <td class="l bar">
      <progress max={most} value={count} aria-label={`${grouped(count)} of ${grouped(most)}`} />
      {grouped(count)}
      <span class="hide-narrow">
        {' '}
        of {state === 'running' && cell.looks.length > 1 ? 'at most ' : ''}
        {grouped(most)}
      </span>
    </td>
    {ids.map((id) => {
      const shown = valueText(found?.estimators.find((one) => one.id === id)?.measures[measure], style);
      return (
        <td>
          <span {...(state === 'running' ? { class: 'so-far' } : {})}>{shown?.value ?? '\u2013'}</span>
          {shown?.mcse == null ? null : <span class="mcse"> ({shown.mcse})</span>}
        </td>
      );
    })}
    <td class="l">{state === 'running' && !going ? 'provisional' : STATES[state]}</td>
  </tr>
);
