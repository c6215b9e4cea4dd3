import { type BestCells, type Piece, recordPiece } from './best-cells.ts';
import { type CellKey, withCircle } from './cell-key.ts';
import type { Circles } from './circles.ts';
import { cut, type Polygon, sideOf } from './polygon.ts';

/** A convex region, the circles that may cut it, and the score of those that do not. */
interface Region {
  readonly polygon: Polygon;
  readonly base: number;
  /** base and the weights of `active`: no cell of the region has more. */
  readonly bound: number;
  readonly key: CellKey;
  readonly active: ArrayLike<number>;
}

export interface SquareRegion extends Region {
  readonly square: Piece['square'];
}

/**
 * The best cells inside a square, by cutting it along its circles, one after the other, and leaving every part that cannot
 * reach the best score so far. Exact: the parts' shapes are decided by signs of determinants.
 */
export function searchByCuts(circles: Circles, { square, ...whole }: SquareRegion, found: BestCells): void {
  const open: Region[] = [sorted(circles, whole, found)];
  for (let region = open.pop(); region !== undefined; region = open.pop()) {
    const { polygon, active, base, bound, key } = region;
    if (bound < found.best) continue;
    if (active.length === 0) {
      recordPiece(found, base, { polygon, square, key });
      continue;
    }
    const circle = active[active.length >> 1];
    const halves = [1, -1].map((which) =>
      half(circles, region, { circle, which: which === 1 ? 1 : -1, found }),
    );
    // The more promising half is opened first, being the last.
    open.push(...(halves[0].bound >= halves[1].bound ? [halves[1], halves[0]] : halves));
  }
}

interface Cut {
  readonly circle: number;
  readonly which: 1 | -1;
  readonly found: BestCells;
}

function half(circles: Circles, region: Region, { circle, which, found }: Cut): Region {
  const { polygon, base, key, active } = region;
  const others: number[] = [];
  for (let k = 0; k < active.length; k++) if (active[k] !== circle) others.push(active[k]);
  const part = {
    polygon: cut(circles, polygon, circle, which),
    base: base + which * circles.weight[circle],
    bound: 0,
    key: which === 1 ? withCircle(key, circle) : key,
    active: others,
  };
  return sorted(circles, part, found);
}

/** The region with its circles looked at: those that do not cut it are counted, the others stay. */
function sorted(circles: Circles, region: Region, found: BestCells): Region {
  const { polygon, active } = region;
  let { base, key } = region;
  let bound = base;
  const cutting: number[] = [];
  for (let k = 0; k < active.length; k++) {
    const circle = active[k];
    const where = sideOf(circles, circle, polygon);
    const weight = circles.weight[circle];
    if (where === 0) {
      cutting.push(circle);
      bound += weight;
      continue;
    }
    base += where * weight;
    bound += where * weight;
    if (where === 1) key = withCircle(key, circle);
  }
  found.visited += active.length;
  return { polygon, base, bound, key, active: cutting };
}
