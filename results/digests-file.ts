import { z } from 'zod';

const Digests = z.object({
  formatVersion: z.literal(1),
  studyHash: z.string(),
  records: z.array(
    z.object({ cell: z.string(), estimator: z.string(), blocks: z.record(z.string(), z.string()) }),
  ),
});

/** What digests.json says of the records behind a summary. */
export interface DigestsFile {
  readonly studyHash: string;
  /** SHA-256 of the file of each record, by its key. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Reads the text of a digests.json; null where it is none. */
export function parseDigests(text: string): DigestsFile | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const found = Digests.safeParse(value);
  if (!found.success) return null;
  const { studyHash, records } = found.data;
  return { studyHash, sums: new Map(records.flatMap(({ blocks }) => Object.entries(blocks))) };
}
