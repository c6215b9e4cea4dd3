import { createHash } from 'node:crypto';
import { z } from 'zod';

const Digests = z.object({
  formatVersion: z.literal(1),
  studyHash: z.string(),
  blocksPerDigest: z.number().int().min(1).default(1),
  records: z.array(
    z.object({
      cell: z.string(),
      estimator: z.string(),
      count: z.number().int().optional(),
      blocks: z.record(z.string(), z.string()),
    }),
  ),
});

type Entry = z.infer<typeof Digests>['records'][number];

/** What digests.json says of the records behind a summary. */
export interface DigestsFile {
  readonly studyHash: string;
  /** Blocks that one digest covers: 1 in a store, more in a published result of many blocks. */
  readonly blocksPerDigest: number;
  /** By the key of the first record that it covers: the digest, {@link digestOf} of its records' files. */
  readonly sums: ReadonlyMap<string, string>;
  /** By the same key: the records that the digest covers. */
  readonly covers: ReadonlyMap<string, number>;
}

/** Digests that a published file holds at most, which keeps it below about 150 kB. */
const MOST_DIGESTS = 1000;

/** Reads the text of a digests.json; null where it is none. */
export function parseDigests(text: string): DigestsFile | null {
  const found = parsed(text);
  if (found === null) return null;
  const { studyHash, blocksPerDigest, records } = found;
  const covers = records.flatMap(({ blocks, count }) =>
    Object.keys(blocks).map((key, i): [string, number] => [
      key,
      count === undefined ? 1 : Math.min(blocksPerDigest, count - i * blocksPerDigest),
    ]),
  );
  return {
    studyHash,
    blocksPerDigest,
    sums: new Map(records.flatMap(({ blocks }) => Object.entries(blocks))),
    covers: new Map(covers),
  };
}

/** The digest of consecutive records: the SHA-256 of one file is its own; of more, that of their lines, one SHA-256 each. */
export function digestOf(sums: readonly string[]): string {
  if (sums.length === 1) return sums[0];
  return createHash('sha256')
    .update(sums.map((sum) => `${sum}\n`).join(''))
    .digest('hex');
}

/**
 * A digests.json with one digest for as many consecutive blocks as keep it small: what is published of one with a digest for every block.
 *
 * @returns null where the text is no digests.json.
 */
export function condensedDigests(text: string, most: number = MOST_DIGESTS): string | null {
  const found = parsed(text);
  if (found === null || found.blocksPerDigest !== 1) return null;
  const records = found.records.reduce((sum, { blocks }) => sum + Object.keys(blocks).length, 0);
  const blocksPerDigest = Math.ceil(records / most);
  if (blocksPerDigest <= 1) return text;
  const lines = found.records.map((entry) => `    ${JSON.stringify(condensed(entry, blocksPerDigest))}`);
  return `{\n  "formatVersion": 1,\n  "studyHash": "${found.studyHash}",\n  "blocksPerDigest": ${blocksPerDigest},\n  "records": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

function condensed({ cell, estimator, blocks }: Entry, size: number): Entry {
  const all = Object.entries(blocks);
  const groups = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
  const digests = groups.map((group) => [group[0][0], digestOf(group.map(([, sum]) => sum))]);
  return { cell, estimator, count: all.length, blocks: Object.fromEntries(digests) };
}

function parsed(text: string): z.infer<typeof Digests> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const found = Digests.safeParse(value);
  return found.success ? found.data : null;
}
