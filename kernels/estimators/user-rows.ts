import type { Sample } from '../arena.ts';

/** Which rows are whose: rows offsets[u] .. offsets[u + 1] - 1 are user u's, one at least. */
export interface UserRows {
  readonly users: number;
  /** Increasing, users + 1 of them, from 0 to n. */
  readonly offsets: Uint32Array;
  /** The most rows of one user. */
  readonly longest: number;
}

/** The users of a sample; without a panel every row is of a user of its own. The last user of a panel may have fewer rows. */
export function userRows({ n, labelsPerUser, userOffsets }: Sample): UserRows {
  if (userOffsets !== undefined)
    return { users: userOffsets.length - 1, offsets: userOffsets, longest: longestOf(userOffsets) };
  const users = Math.ceil(n / labelsPerUser);
  const offsets = new Uint32Array(users + 1);
  for (let u = 1; u <= users; u++) offsets[u] = Math.min(u * labelsPerUser, n);
  return { users, offsets, longest: Math.min(labelsPerUser, n) };
}

function longestOf(offsets: Uint32Array): number {
  let longest = 0;
  for (let u = 1; u < offsets.length; u++) longest = Math.max(longest, offsets[u] - offsets[u - 1]);
  return longest;
}
