import type { Sample } from '../arena.ts';
import { userRows } from './user-rows.ts';

/** What is known of who answered, where that is less than everything. */
export interface Identities {
  /** Names under which each user answers, as nearly equal parts of the user's rows as there are: 1 where a user is always recognised. */
  readonly names: number;
  /** Share of the rows under each name that are the next user's, from 0 to 0.5: how often a name is mistaken. */
  readonly foreign: number;
}

/**
 * The same comparisons with another account of whose they are: rows are cut where a name ends in place of where a user does.
 *
 * A user's m rows become `names` groups of m / names, so that a user looks like several. The cuts are then moved by round(foreign m / names) rows, so that each
 * group but the first and the last ends in that many rows of whoever comes next. No number is drawn.
 */
export function knownIdentities(sample: Sample, { names, foreign }: Identities): Sample {
  const { users, offsets } = userRows(sample);
  const cuts = new Set<number>([0, sample.n]);
  for (let u = 0; u < users; u++) {
    const [first, rows] = [offsets[u], offsets[u + 1] - offsets[u]];
    const shift = Math.round((foreign * rows) / names);
    for (let k = 0; k < names; k++)
      cuts.add(Math.min(sample.n, first + Math.round((k * rows) / names) + (first + k > 0 ? shift : 0)));
  }
  return { ...sample, userOffsets: Uint32Array.from([...cuts].sort((a, b) => a - b)) };
}
