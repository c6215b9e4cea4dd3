import type { Arena } from '../arena.ts';
import { CHUNK, type Fill } from './chunk.ts';

/**
 * The rows of a panel: row i has what `fill` draws for user floor(i / m), d columns, m = labelsPerUser.
 *
 * A user's values come from the user's own address, so one who answers in two chunks has the same taste in both.
 */
export function perUser(arena: Arena, labelsPerUser: number, d: number, fill: Fill): Fill {
  if (labelsPerUser === 1) return fill;
  const { backend } = arena;
  // 8 CHUNK rows are of at most 4 CHUNK + 1 users, two labels each.
  const users = arena.f64((CHUNK / 2 + 1) * 8 * d);
  return ({ x, row, blocks }, streamOf) => {
    const first = Math.floor(row / labelsPerUser);
    const last = Math.floor((row + 8 * blocks - 1) / labelsPerUser);
    fill({ x: users, row: first, blocks: Math.ceil((last - first + 1) / 8) }, streamOf);
    backend.repeatRows(x, users, blocks, d, row - first * labelsPerUser, labelsPerUser);
  };
}
