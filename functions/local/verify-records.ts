import { randomInt } from 'node:crypto';
import { recordAddress } from '../../results/records.ts';
import type { ComputeId } from '../study/backends.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { type BlockTask, planStudy } from '../study/plan.ts';
import type { Study } from '../study/study.ts';
import { computeBlocks, type LostBlock } from './compute-blocks.ts';
import type { BatchRunner } from './worker-pool.ts';

/** A published record, as people name it. */
interface PublishedRecord {
  readonly cell: string;
  readonly block: number;
  readonly estimator: string;
}

/** What computing a sample of published records again has shown. */
export interface Verification {
  /** Records that were published. */
  readonly published: number;
  /** Records that were computed again. */
  readonly checked: number;
  /** Those whose bytes are others than those that were published. */
  readonly differing: readonly PublishedRecord[];
  /** Blocks that could not be computed here. */
  readonly lost: readonly LostBlock[];
  /** Published records that are none of this study as this version computes it. */
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
 * Computes a random sample of published blocks again, each with all of its published estimators, and compares the SHA-256 of the bytes of every record with
 * the one that was published.
 *
 * If a share s of the blocks had been made up, a sample of k blocks would miss all of them with the chance (1 - s)^k.
 */
export async function verifyRecords(
  study: Study,
  sums: ReadonlyMap<string, string>,
  options: VerifyOptions,
): Promise<Verification> {
  const tasks = publishedTasks(study, sums);
  const known = tasks.reduce((sum, { estimators }) => sum + estimators.length, 0);
  const sample = sampled(
    tasks,
    Math.ceil(options.share * tasks.length),
    options.draw ?? ((bound) => randomInt(bound)),
  );
  const differing: PublishedRecord[] = [];
  let checked = 0;
  let done = 0;
  const lost = await computeBlocks(sample, {
    ...options,
    onRetry: () => {},
    onBlock: async ({ cell, block, estimators }, { records }) => {
      for (const [i, { bytes }] of records.entries()) {
        checked++;
        const { key } = recordAddress(cell, block, estimators[i]);
        if (sha256Hex(bytes) !== sums.get(key))
          differing.push({ cell: cell.key, block, estimator: estimators[i].id });
      }
      options.onChecked?.(++done, sample.length);
    },
  });
  return { published: sums.size, checked, differing, lost, unknown: sums.size - known };
}

/** The blocks of a study of which some record was published, with the estimators that were. */
function publishedTasks(study: Study, sums: ReadonlyMap<string, string>): readonly BlockTask[] {
  return planStudy(study).flatMap((cell) =>
    Array.from({ length: cell.blocks }, (_, block) => ({
      cell,
      block,
      estimators: cell.estimators.filter((estimator) => sums.has(recordAddress(cell, block, estimator).key)),
    })).filter(({ estimators }) => estimators.length > 0),
  );
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
