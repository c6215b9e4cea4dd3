import type { Claim } from '../../functions/study/claim.ts';
import type { Cell } from '../../functions/study/plan.ts';
import type { Columns } from '../../results/cell-columns.ts';
import { type JudgedClaim, openCourt } from '../../results/claims/court.ts';
import type { Foretold } from '../../results/claims/foretold.ts';
import { listedValues } from '../../results/listed-values.ts';

/** 100, 316, 1000, ..., 1000000. */
export const SIZES: readonly number[] = Array.from({ length: 9 }, (_, i) =>
  Math.round(Math.sqrt(10 ** (i + 4))),
);
export const LOOKS: readonly number[] = [200, 400, 800, 1600, 3200];
export const ALPHA = 0.01;

/** Signed errors by estimator, of the most replicates, for one cell. */
export interface SyntheticCell {
  readonly n: number;
  readonly level?: number;
  readonly errors: Readonly<Record<string, Float64Array>>;
}

/** A study of one claim about errors with known truth, taken through the looks as a run takes them. */
export function judgeSynthetic(
  claim: Claim,
  cells: readonly SyntheticCell[],
  {
    theory = {},
    alpha = ALPHA,
  }: { readonly theory?: Partial<Foretold> | undefined; readonly alpha?: number } = {},
): JudgedClaim {
  const planned = cells.map(cellOf);
  const foretold = { bias: null, constant: null, regimeFrom: null, ...theory };
  const court = openCourt([{ claim, factors: {}, cells: planned, foretold: () => foretold }], alpha);
  const values = cells.map(({ errors }) => listedValues(Object.values(errors).map(columnsOf)));
  for (;;) {
    const { claims, asks } = court.hear();
    if (asks.size === 0) return claims[0];
    for (const [i, cell] of planned.entries()) {
      const look = asks.get(cell.key);
      if (look !== undefined)
        court.observe({ cell: { ...cell, replicates: LOOKS[look] }, values: values[i] }, look);
    }
  }
}

const cellOf = ({ n, level = 0, errors }: SyntheticCell): Cell => ({
  key: `level=${level},n=${n}`,
  factors: { level },
  population: {
    users: { law: 'point', mean: [2, 0] },
    features: { law: 'gaussian', dimension: 2, covariance: null },
    choice: 'logit',
  },
  seed: 0,
  n,
  estimators: Object.keys(errors).map((id) => ({ id, kind: 'rlhf' })),
  looks: LOOKS,
  replicates: LOOKS[LOOKS.length - 1],
  blockSize: 200,
  blocks: LOOKS[LOOKS.length - 1] / 200,
});

function columnsOf(signed: Float64Array): Columns {
  const angles = signed.map(Math.abs);
  const values = (name: string, replicates: number): Float64Array =>
    (name === 'signedAngle' ? signed : angles).subarray(0, replicates);
  return {
    add: () => {},
    gaps: () => [],
    status: () => 'ok',
    successes: values,
    all: values,
    names: () => [],
  };
}
