import type { Cell } from '../../functions/study/plan.ts';
import type { Columns } from '../../results/cell-columns.ts';
import type { CellView } from '../../results/claims/trial.ts';
import { listedValues } from '../../results/listed-values.ts';
import { TWO_TYPES } from './studies.ts';

/** A cell of made-up signed errors by estimator, NaN where a fit failed. */
export function viewOf(n: number, errors: Readonly<Record<string, Float64Array>>): CellView {
  const replicates = Math.max(...Object.values(errors).map(({ length }) => length));
  const cell: Cell = {
    key: `n=${n}`,
    factors: {},
    population: TWO_TYPES,
    seed: 0,
    n,
    estimators: Object.keys(errors).map((id) => ({ id, kind: 'rlhf' })),
    looks: [replicates],
    replicates,
    blockSize: 1,
    blocks: replicates,
  };
  return { cell, values: listedValues(Object.values(errors).map(columnsOf)) };
}

function columnsOf(signed: Float64Array): Columns {
  const all = (name: string, replicates: number): Float64Array =>
    (name === 'signedAngle' ? signed : signed.map(Math.abs)).slice(0, replicates);
  return {
    add: () => {},
    gaps: () => [],
    status: (replicate) => (Number.isNaN(signed[replicate]) ? 'separable' : 'ok'),
    successes: (name, replicates) => all(name, replicates).filter((value) => !Number.isNaN(value)),
    all,
    names: () => [],
  };
}
