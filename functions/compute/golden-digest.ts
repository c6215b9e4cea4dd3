import type { BackendId } from '../../kernels/backend.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { encodeRecord, recordAddress } from '../../results/records.ts';
import type { ComputeId } from '../study/backends.ts';
import { createEngine } from '../study/engine.ts';
import { sha256Hex } from '../study/mechanism.ts';
import type { Cell } from '../study/plan.ts';
import { runBlock } from '../study/run-block.ts';
import type { EstimatorSpec } from '../study/study.ts';

/** What `goldenDigest` gives on every machine whose arithmetic is that of IEEE 754. */
export const GOLDEN_DIGEST = '9da4b24588f0d2c0cd459b0cea1f539b168b56a9a9e36ea2ec611afcb5e63e05';

const ESTIMATORS: readonly EstimatorSpec[] = [
  { id: 'sign', kind: 'sign', solver: 'exact' },
  { id: 'annealed', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps: 30 },
  { id: 'rlhf', kind: 'rlhf' },
];

/** Between them, every kernel that draws: types, panels, gamma and normal tastes; each law of columns; each kind of noise. */
const POPULATIONS: readonly Population[] = [
  {
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
  {
    users: {
      law: 'gamma',
      mean: [2, 1],
      along: [1, 2],
      skew: 1.5,
      scale: 3,
      panel: { labelsPerUser: 3 },
    },
    features: { law: 'student', dimension: 2, degrees: 3 },
    choice: { law: 'student', degrees: 3, scale: 0.5 },
  },
  {
    users: {
      law: 'gaussian',
      mean: [1, 1],
      covariance: [
        [1, 0.3],
        [0.3, 2],
      ],
    },
    features: {
      law: 'independent',
      dimension: 2,
      columns: [
        { law: 'uniform', low: -1, high: 2 },
        { law: 'student', degrees: 4, location: 0.5, scale: 2 },
      ],
    },
    choice: { law: 'heteroskedastic', base: 'logit', along: [1, 1], polynomial: [0.25, 0, 0.5] },
  },
  {
    users: { law: 'scale', direction: [1, 2], scales: [1, 4], weights: [0.25, 0.75] },
    features: { law: 'sphere', dimension: 2 },
    choice: 'probit',
  },
];

const cellOf = (population: Population): Cell => ({
  key: 'n=1000',
  factors: {},
  population,
  seed: 20251028,
  n: 1000,
  estimators: ESTIMATORS,
  looks: [5],
  replicates: 5,
  blockSize: 5,
  blocks: 1,
});

/** SHA-256 of the records of five small replicates of each population under every estimator, computed by the backend. */
export function goldenDigest(backend: BackendId): string {
  const engine = createEngine(backend);
  const decoder = new TextDecoder();
  const texts = POPULATIONS.map(cellOf).flatMap((cell) =>
    runBlock({ cell, block: 0, estimators: ESTIMATORS }, engine).map((outcome) =>
      decoder.decode(encodeRecord(recordAddress(cell, 0, outcome.estimator), outcome)),
    ),
  );
  return sha256Hex(texts.join(''));
}

/** The golden digest of a machine that is to compute on this: data and final fits are always of one of the float64 backends. */
export const workerDigest = (id: ComputeId): string => goldenDigest(id === 'js' ? 'js' : 'wasm-f64');
