import { type BestCells, raiseBest } from './best-cells.ts';
import { highWord, lowWord } from './cell-key.ts';
import type { Circles } from './circles.ts';
import { searchByCuts } from './cut-search.ts';
import { type Frame, squareLines, squarePolygon } from './polygon.ts';

/** Squares that this many circles or fewer may cut are searched by cuts. */
const FEW = 24;
/** So are those whose circles do not become fewer as the square shrinks: they meet in a point. */
const STALLED = 0.75;
const FIRST_STALL = 6;
const DEEPEST = 40;
/** What rounding may change of a circle's value at a point of a square; coordinates are at most 1. */
const MARGIN = 2e-15;

/** A square of a face of the cube, with the circles that may cut it. */
interface Square {
  readonly axis: number;
  readonly face: 1 | -1;
  readonly level: number;
  /** Centre and half the side, dyadic, exact in float64. */
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** Score of the circles that do not cut it, and the most any direction in it can have. */
  readonly base: number;
  readonly bound: number;
  readonly high: number;
  readonly low: number;
  readonly active: Int32Array;
  readonly stalled: boolean;
}

/**
 * All cells of the arrangement of great circles where the score sum w_i sign(z_i . theta) is largest.
 *
 * Branch and bound on squares of the six faces of a cube. The circles that cannot cut a square have one sign on it; the
 * bound is their score and the weights of all others, so that squares are refined only near the optimum: about n^(1/3)
 * circles cut each of about n^(2/3) squares that are left for n rows of a population with one best direction. Squares of
 * few circles are cut along these, exactly. Ties are kept: a part is left only where its bound is below a score that is
 * attained.
 */
export function bestCells(circles: Circles): BestCells {
  const found: BestCells = { best: 0, pieces: [], visited: 0 };
  const queue = openQueue(circles.total);
  const narrow = openNarrowing(circles, found);
  const all = Int32Array.from({ length: circles.count }, (_, i) => i);
  for (const axis of [0, 1, 2]) {
    for (const face of [1, -1] as const) {
      const cube = { axis, face, level: 0, base: 0, bound: circles.total, high: 0, low: 0, stalled: false };
      queue.push(narrow({ ...cube, active: all, x: 0, y: 0, reach: 1 }));
    }
  }
  for (let square = queue.pop(found.best); square !== null; square = queue.pop(found.best)) {
    if (square.active.length <= FEW || square.stalled || square.level === DEEPEST) {
      const lines = squareLines(frameOf(square));
      const polygon = squarePolygon(circles, lines);
      const { base, bound, high, low, active } = square;
      searchByCuts(circles, { polygon, square: lines, base, bound, key: { high, low }, active }, found);
      continue;
    }
    for (const quarter of quarters(square)) queue.push(narrow(quarter));
  }
  return found;
}

function quarters(square: Square): readonly Square[] {
  const { x, y, level } = square;
  const reach = square.reach / 2;
  return [
    [-reach, -reach],
    [reach, -reach],
    [-reach, reach],
    [reach, reach],
  ].map(([dx, dy]) => ({ ...square, x: x + dx, y: y + dy, reach, level: level + 1 }));
}

const frameOf = ({ axis, face, x, y, reach }: Square): Frame => ({
  axis,
  face,
  from: [x - reach, y - reach],
  to: [x + reach, y + reach],
});

/** Takes a square with the circles of its parent to one with its own. */
function openNarrowing(circles: Circles, found: BestCells): (square: Square) => Square {
  const columns = [circles.x, circles.y, circles.z];
  const { weight } = circles;
  const cutting = new Int32Array(circles.count);
  return (square) => {
    const { axis, face, x, y, reach, active, level } = square;
    const [a, b, c] = [columns[(axis + 1) % 3], columns[(axis + 2) % 3], columns[axis]];
    let { base, high, low } = square;
    let count = 0;
    let undecided = 0;
    let centre = 0;
    for (let k = 0; k < active.length; k++) {
      const i = active[k];
      const value = a[i] * x + b[i] * y + c[i] * face;
      const swing = reach * (Math.abs(a[i]) + Math.abs(b[i])) + MARGIN;
      const w = weight[i];
      if (value > swing) {
        base += w;
        high ^= highWord(i);
        low ^= lowWord(i);
      } else if (value < -swing) {
        base -= w;
      } else {
        cutting[count++] = i;
        undecided += w;
        centre += value > MARGIN ? w : -w;
      }
    }
    found.visited += active.length;
    // What the centre attains at least; some cell around a point has no less than the point.
    raiseBest(found, base + centre);
    const stalled = level >= FIRST_STALL && count > STALLED * active.length;
    return { ...square, base, bound: base + undecided, high, low, stalled, active: cutting.slice(0, count) };
  };
}

interface Queue {
  push(square: Square): void;
  /** A square with the largest bound, the last one pushed of several; null where none can reach the score. */
  pop(score: number): Square | null;
}

/** Bounds are whole numbers that never grow from a square to its quarters, so that a list a bound is a queue. */
function openQueue(most: number): Queue {
  const lists: Square[][] = [];
  let top = most;
  return {
    push(square) {
      if (square.bound < 0) return;
      lists[square.bound] ??= [];
      lists[square.bound].push(square);
    },
    pop(score) {
      while (top >= score) {
        const square = lists[top]?.pop();
        if (square !== undefined) return square;
        top--;
      }
      return null;
    },
  };
}
