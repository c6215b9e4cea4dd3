import type { Cell } from '../../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../../functions/study/run-block.ts';
import type { FitStatus } from '../../kernels/estimators/fit.ts';
import { looksInside } from '../../results/record-key.ts';
import type { CellValues } from '../../results/sample.ts';
import { summariseBlock } from '../../results/summaries/summarise-block.ts';
import { createSummedCell } from '../../results/summaries/summed-cell.ts';
import { cellValuesOf } from './studies.ts';

/** Outcomes of fits that turn by the given angles from the target (1, 0); NaN stands for a failed fit. */
function turned(cell: Cell, place: number, turns: readonly number[]): EstimatorOutcomes {
  const failed = (turn: number): boolean => Number.isNaN(turn);
  return {
    estimator: cell.estimators[place],
    statuses: turns.map(
      (turn, i): FitStatus => (failed(turn) ? (i % 2 === 0 ? 'separable' : 'not-converged') : 'ok'),
    ),
    directions: turns.map((turn) => [Math.cos(turn), Math.sin(turn)]),
    scores: turns.map((turn) => 0.5 - turn * turn),
    evaluations: turns.map((turn, i) => (failed(turn) ? Number.NaN : 1 + (i % 3))),
    diagnostics: {
      steps: turns.map((turn, i) => (failed(turn) || i % 4 === 1 ? Number.NaN : 10 * Math.abs(turn))),
    },
  };
}

/** The same replicates twice: every one of them, and what summaries of their blocks keep. */
export function bothWays(
  cell: Cell,
  turns: readonly (readonly number[])[],
): { readonly listed: CellValues; readonly summed: CellValues } {
  const whole = Math.ceil(turns[0].length / cell.blockSize);
  const blocks = Array.from({ length: whole }, (_, block) =>
    turns.map((list, place) =>
      turned(cell, place, list.slice(block * cell.blockSize, (block + 1) * cell.blockSize)),
    ),
  );
  const { values, add } = createSummedCell(cell);
  for (const [block, outcomes] of blocks.entries()) {
    const counts = [...looksInside(cell, block), cell.blockSize];
    const summarise = summariseBlock({ cell, block, counts }, outcomes);
    for (const place of turns.keys()) add(place, block, summarise(place));
  }
  const placeOf = (id: string): number => cell.estimators.findIndex((one) => one.id === id);
  return {
    listed: cellValuesOf(cell, ({ id }) => blocks.map((outcomes) => outcomes[placeOf(id)])),
    summed: values,
  };
}
