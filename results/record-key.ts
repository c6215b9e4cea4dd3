import { canonicalJson } from '../functions/study/canonical-json.ts';
import { estimatorOf } from '../functions/study/estimators/registry.ts';
import { estimatorHash, mechanismHash, sha256Hex } from '../functions/study/mechanism.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorSpec, NumericsClass } from '../functions/study/study.ts';

/** Of the records that this version writes, and the latest that it reads. */
export const RECORD_FORMAT = 1;

/** Raised when what summaries keep, or how it is computed from directions, changes. */
const MEASURES_REVISION = 2;

/**
 * The name of the record that holds what an estimator found on a block.
 *
 * key = SHA-256 of the canonical JSON of {mechanism, estimator, revision, numerics, n, block, blockSize, format}; the
 * estimator's id is no part of it, so that renaming an estimator keeps its numbers. The numerics of an estimator that does
 * not search on losses are f64, whatever evaluates those of others.
 *
 * Of a record that keeps summaries the key has {keep, measures, looks, paired} too: the revision of what is kept, the looks that end inside the
 * block, and estimator, revision and numerics of the earlier estimators of the cell, which its pairs are with.
 */
export function recordKey(cell: Cell, block: number, estimator: EstimatorSpec): string {
  // `block` is the first of the sorted names, so that the rest of the text is the same for all blocks.
  const looks = cell.keep === 'summaries' ? `"looks":${canonicalJson(looksInside(cell, block))},` : '';
  return sha256Hex(`{"block":${canonicalJson(block)},${looks}${afterBlock(cell)(estimator)}`);
}

/** Replicates of a block that some look of its cell takes, where it takes a part of the block; increasing. */
export function looksInside({ looks, blockSize }: Cell, block: number): readonly number[] {
  return looks.map((look) => look - block * blockSize).filter((count) => count > 0 && count < blockSize);
}

/** The estimators of a cell before this one, with which a record that keeps summaries holds its pairs. */
const earlierThan = (cell: Cell, { id }: EstimatorSpec): readonly EstimatorSpec[] =>
  cell.estimators.slice(
    0,
    Math.max(
      0,
      cell.estimators.findIndex((one) => one.id === id),
    ),
  );

export const numericsOf = (cell: Cell, estimator: EstimatorSpec): NumericsClass =>
  estimatorOf(estimator).searches ? (cell.numerics ?? 'f64') : 'f64';

const afterBlock = remembered((cell: Cell) =>
  remembered((estimator: EstimatorSpec) =>
    canonicalJson({
      mechanism: mechanismOf(cell),
      estimator: estimatorHash(estimator),
      revision: estimatorOf(estimator).revision,
      numerics: numericsOf(cell, estimator),
      n: cell.n,
      blockSize: cell.blockSize,
      format: RECORD_FORMAT,
      ...(cell.keep === 'summaries' ? summaryPart(cell, estimator) : {}),
    }).slice(1),
  ),
);

const summaryPart = (cell: Cell, estimator: EstimatorSpec) => ({
  keep: 'summaries',
  measures: MEASURES_REVISION,
  paired: earlierThan(cell, estimator).map((earlier) => ({
    estimator: estimatorHash(earlier),
    revision: estimatorOf(earlier).revision,
    numerics: numericsOf(cell, earlier),
  })),
});

export const mechanismOf = remembered<Cell, string>(mechanismHash);

/** A cell has thousands of records, and the canonical JSON of its population is long. */
function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const found = known.get(key) ?? compute(key);
    known.set(key, found);
    return found;
  };
}
