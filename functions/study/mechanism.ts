import { hash } from 'node:crypto';
import type { Population } from '../../kernels/populations/population.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Cell } from './plan.ts';
import type { EstimatorSpec, Study } from './study.ts';

/** What decides the data of a cell, and nothing else. */
export type Mechanism = Pick<Cell, 'seed' | 'population' | 'n'>;

/** SHA-256 of bytes, or of a text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/**
 * Hash of everything that decides the bytes of the summary, which repeats the study it answers:
 * SHA-256 of the canonical JSON of the study with its defaults filled in and its profile chosen.
 */
export function studyHash(study: Study): string {
  return sha256Hex(canonicalJson(study));
}

/**
 * Hash of the data-generating mechanism: SHA-256 of the canonical JSON of {n, population, seed}.
 *
 * Name, title, aim, replicates and estimators are left out, so that changing them reuses the same data; so is the path of
 * a file of features, which the hash of its content stands for.
 */
export function mechanismHash({ seed, population, n }: Mechanism): string {
  return sha256Hex(canonicalJson({ n, population: withoutPath(population), seed }));
}

function withoutPath({ features, ...population }: Population): unknown {
  if (features.law !== 'file') return { ...population, features };
  const { path: _, ...decisive } = features;
  return { ...population, features: decisive };
}

/**
 * Philox key of a cell: the first 64 bits of its mechanism hash as two unsigned 32-bit words, each read
 * big-endian, so that the key in hexadecimal is the beginning of the hash as it is printed.
 */
export function philoxKey(mechanism: Mechanism): readonly [number, number] {
  const hash = mechanismHash(mechanism);
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8, 16), 16)];
}

/**
 * Hash of what decides an estimator's numbers on given data: SHA-256 of the canonical JSON of its specification
 * without `id`, so that renaming an estimator keeps its numbers.
 */
export function estimatorHash({ id: _, ...decisive }: EstimatorSpec): string {
  return sha256Hex(canonicalJson(decisive));
}

/** Role of an estimator's own randomness: the first 32 bits of its hash, the top one set (kernels/random/roles.ts). */
export const estimatorRole = (spec: EstimatorSpec): number =>
  (Number.parseInt(estimatorHash(spec).slice(0, 8), 16) | 0x80000000) >>> 0;
