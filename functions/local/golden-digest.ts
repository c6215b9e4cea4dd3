import type { BackendId } from '../../kernels/backend.ts';
import { encodeRecord, recordAddress } from '../../results/records.ts';
import { createEngine } from '../study/engine.ts';
import { sha256Hex } from '../study/mechanism.ts';
import type { Cell } from '../study/plan.ts';
import { runBlock } from '../study/run-block.ts';
import type { EstimatorSpec } from '../study/study.ts';

/** What `goldenDigest` gives on every machine whose arithmetic is that of IEEE 754. */
export const GOLDEN_DIGEST = '359192033250303cc6dcb96adedbdd388243a72eb0dc8750a2f1e985546f7f1a';

const ESTIMATORS: readonly EstimatorSpec[] = [
  { id: 'sign', kind: 'sign', solver: 'exact' },
  { id: 'annealed', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps: 30 },
  { id: 'rlhf', kind: 'rlhf' },
];

const CELL: Cell = {
  key: 'n=1000',
  factors: {},
  population: {
    users: {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.5, 0.5],
    },
    features: {
      law: 'gaussian',
      dimension: 2,
      covariance: [
        [1, 0.5],
        [0.5, 1],
      ],
    },
    choice: 'logit',
  },
  seed: 20251028,
  n: 1000,
  estimators: ESTIMATORS,
  looks: [5],
  replicates: 5,
  blockSize: 5,
  blocks: 1,
};

/** SHA-256 of the records of five small replicates under every estimator, computed by the backend. */
export function goldenDigest(backend: BackendId): string {
  const outcomes = runBlock({ cell: CELL, block: 0, estimators: ESTIMATORS }, createEngine(backend));
  const decoder = new TextDecoder();
  return sha256Hex(
    outcomes
      .map((outcome) => decoder.decode(encodeRecord(recordAddress(CELL, 0, outcome.estimator), outcome)))
      .join(''),
  );
}
