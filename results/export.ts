import { mechanismHash } from '../functions/study/mechanism.ts';
import { type Cell, planStudy } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec, Study } from '../functions/study/study.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { disagreement } from '../kernels/metrics/disagreement.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanDirection } from '../kernels/populations/mean-taste.ts';
import { decodeRecord, recordAddress } from './records.ts';

/** One column's value; null where a fit failed. */
export type RawValue = string | number | null;

/** One raw row by column name; every row of a study has the same columns in the same order. */
export type RawRow = Readonly<Record<string, RawValue>>;

/**
 * The raw rows of a study, one a replicate, estimator and estimand, from the records that are there.
 *
 * In d = 2 the estimand is `signedAngle` (radians, estimate minus target, counter-clockwise positive; its truth is 0);
 * else there is one row for each coordinate of the direction, `direction1` to `directiond`. Angles are in radians,
 * `address` is the first 64 bits of the mechanism's hash (the Philox key), n and the replicate.
 */
export function* rawRows(study: Study, records: RecordBytes): Generator<RawRow> {
  for (const cell of planStudy(study)) {
    for (const estimator of cell.estimators) {
      for (let block = 0; block < cell.blocks; block++) {
        const address = recordAddress(cell, block, estimator);
        const bytes = records.get(address.key);
        if (bytes !== undefined)
          yield* blockRows(study, cell, estimator, block, decodeRecord(address, bytes));
      }
    }
  }
}

/** Verified bytes of records by record key. */
type RecordBytes = ReadonlyMap<string, Uint8Array>;

/** The columns of a study's raw rows. */
export function rawColumns(study: Study): readonly string[] {
  return [
    'study',
    ...Object.keys(planStudy(study)[0]?.factors ?? {}),
    'n',
    'cell',
    'replicate',
    'estimator',
    'estimand',
    'truth',
    'estimate',
    'status',
    'angle',
    'disagreement',
    'score',
    'evaluations',
    'address',
  ];
}

function* blockRows(
  study: Study,
  cell: Cell,
  estimator: EstimatorSpec,
  block: number,
  outcomes: EstimatorOutcomes,
): Generator<RawRow> {
  const target = meanDirection(cell.population);
  const mechanism = mechanismHash(cell).slice(0, 16);
  const first = block * cell.blockSize;
  const used = Math.min(cell.blockSize, cell.replicates - first);
  for (let i = 0; i < used; i++) {
    const direction = outcomes.statuses[i] === 'ok' ? outcomes.directions[i] : null;
    for (const { estimand, truth, estimate } of estimands(target, direction)) {
      yield {
        study: study.name,
        ...cell.factors,
        n: cell.n,
        cell: cell.key,
        replicate: first + i,
        estimator: estimator.id,
        estimand,
        truth,
        estimate,
        status: outcomes.statuses[i],
        angle: direction === null ? null : angle(direction, target),
        disagreement: direction === null ? null : disagreement(cell.population.features, direction, target),
        score: finite(outcomes.scores[i]),
        evaluations: finite(outcomes.evaluations[i]),
        address: `${mechanism}/n=${cell.n}/${first + i}`,
      };
    }
  }
}

interface Estimand {
  readonly estimand: string;
  readonly truth: number;
  readonly estimate: number | null;
}

function estimands(target: readonly number[], direction: readonly number[] | null): readonly Estimand[] {
  if (target.length === 2) {
    const estimate = direction === null ? null : signedAngle(direction, target);
    return [{ estimand: 'signedAngle', truth: 0, estimate }];
  }
  return target.map((truth, j) => ({
    estimand: `direction${j + 1}`,
    truth,
    estimate: direction === null ? null : direction[j],
  }));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
