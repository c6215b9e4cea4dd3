import { z } from 'zod';

const count = z.number().nonnegative();

const ProgressFile = z.object({
  formatVersion: z.literal(1),
  study: z.string(),
  studyHash: z.string(),
  startedAt: z.string(),
  updatedAt: z.string(),
  blocksDone: count,
  blocksTotal: count,
  rowsDone: count,
  rowsTotal: count,
  replicatesDone: count,
  replicatesTotal: count,
  rowsPerSecond: count,
  etaSeconds: z.number().nullable(),
  failures: count,
  worstRelativeMcse: z.number().nullable(),
});

/** How far a run that is going on is, as it says itself in `progress.json`. */
export type ProgressFile = z.infer<typeof ProgressFile>;

/** The progress in a file's bytes; null where they are none. */
export function parseProgress(bytes: Uint8Array): ProgressFile | null {
  try {
    return ProgressFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** A run writes at least this often, however long its blocks take. */
export const HEARTBEAT_MS = 10_000;

/** A run that has said nothing for this long was killed, or its machine is gone. */
const STALE_MS = 45_000;

/** Whether the run that wrote this is gone; `nowMs` is milliseconds since 1970. */
export const isStale = ({ updatedAt }: Pick<ProgressFile, 'updatedAt'>, nowMs: number): boolean =>
  !(nowMs - Date.parse(updatedAt) <= STALE_MS);
