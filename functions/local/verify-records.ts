import { randomInt } from 'node:crypto';
import { type DigestsFile, digestOf } from '../../results/digests-file.ts';
import { recordAddress } from '../../results/records.ts';
import type { ComputeId } from '../study/backends.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { type BlockTask, type Cell, planStudy } from '../study/plan.ts';
import type { Study } from '../study/study.ts';
import { computeBlocks, type LostBlock } from './compute-blocks.ts';
import type { BatchRunner } from './worker-pool.ts';

/** A published record, or the first of consecutive ones with one digest, as people name it. */
interface PublishedRecord {
  readonly cell: string;
  readonly block: number;
  readonly estimator: string;
}

/** A digest that was published, and what has been computed again of the records that it covers. */
interface Drawn extends PublishedRecord {
  readonly published: string;
  readonly found: (string | undefined)[];
}

/** What computing a sample of published records again has shown. */
export interface Verification {
  /** Digests that were published, each of one record or of consecutive ones. */
  readonly published: number;
  /** Digests whose records were computed again. */
  readonly checked: number;
  /** Those that are others than were published. */
  readonly differing: readonly PublishedRecord[];
  /** Blocks that could not be computed here. */
  readonly lost: readonly LostBlock[];
  /** Published digests that are none of this study as this version computes it. */
  readonly unknown: number;
}

export interface VerifyOptions {
  /** Of the published blocks, (0, 1]; at least one is taken. */
  readonly share: number;
  readonly runner: BatchRunner;
  readonly backend: ComputeId;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onChecked?: (done: number, of: number) => void;
  /** A uniform integer in [0, bound): which blocks are taken. Fresh by default, so that nobody knows the sample beforehand. */
  readonly draw?: (bound: number) => number;
}

/**
 * Computes a random sample of published blocks again, each with all of its published estimators, and compares the SHA-256 of the bytes of their records with
 * those that were published. Where a digest covers several consecutive blocks, all of these are taken together.
 *
 * If a share s of the blocks had been made up, a sample of k blocks would miss all of them with the chance (1 - s)^k.
 */
export async function verifyRecords(
  study: Study,
  digests: DigestsFile,
  options: VerifyOptions,
): Promise<Verification> {
  const groups = publishedGroups(study, digests);
  const known = groups.reduce((sum, { drawn }) => sum + drawn.length, 0);
  const sample = sampled(
    groups,
    Math.ceil(options.share * groups.length),
    options.draw ?? ((bound) => randomInt(bound)),
  );
  const groupOf = new Map(sample.flatMap((group) => group.tasks.map((task) => [task, group] as const)));
  let done = 0;
  const lost = await computeBlocks([...groupOf.keys()], {
    ...options,
    onRetry: () => {},
    onBlock: async (task, { records }) => {
      const { first, drawn } = groupOf.get(task) ?? { first: 0, drawn: [] };
      for (const [i, { bytes }] of records.entries()) {
        const of = drawn.find(({ estimator }) => estimator === task.estimators[i].id);
        if (of !== undefined) of.found[task.block - first] = sha256Hex(bytes);
      }
      options.onChecked?.(++done, groupOf.size);
    },
  });
  const whole = sample.flatMap(({ drawn }) => drawn.filter(({ found }) => !found.includes(undefined)));
  return {
    published: digests.sums.size,
    checked: whole.length,
    differing: whole
      .filter(({ found, published }) => digestOf(found.map(String)) !== published)
      .map(({ cell, block, estimator }) => ({ cell, block, estimator })),
    lost,
    unknown: digests.sums.size - known,
  };
}

/** Consecutive blocks of a cell whose records have one digest an estimator. */
interface Group {
  readonly first: number;
  readonly tasks: readonly BlockTask[];
  readonly drawn: readonly Drawn[];
}

/** The blocks of a study of which some record was published, with the estimators that were. */
function publishedGroups(study: Study, digests: DigestsFile): readonly Group[] {
  const size = digests.blocksPerDigest;
  return planStudy(study)
    .flatMap((cell) =>
      Array.from({ length: Math.ceil(cell.blocks / size) }, (_, i) => groupAt(cell, i * size, digests)),
    )
    .filter(({ drawn }) => drawn.length > 0);
}

function groupAt(cell: Cell, first: number, { sums, covers }: DigestsFile): Group {
  const published = cell.estimators.flatMap((estimator) => {
    const { key } = recordAddress(cell, first, estimator);
    const sum = sums.get(key);
    return sum === undefined ? [] : [{ estimator, sum, count: covers.get(key) ?? 1 }];
  });
  const length = Math.max(0, ...published.map(({ count }) => count));
  return {
    first,
    tasks: Array.from({ length }, (_, i) => ({
      cell,
      block: first + i,
      estimators: published.filter(({ count }) => i < count).map(({ estimator }) => estimator),
    })),
    drawn: published.map(({ estimator, sum, count }) => ({
      cell: cell.key,
      block: first,
      estimator: estimator.id,
      published: sum,
      found: Array.from({ length: count }, () => undefined),
    })),
  };
}

/** The first `count` of a random order (Fisher and Yates). */
function sampled<T>(all: readonly T[], count: number, draw: (bound: number) => number): readonly T[] {
  const order = [...all];
  for (let i = 0; i < count; i++) {
    const other = i + draw(order.length - i);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order.slice(0, count);
}
