import type { CellKey } from './cell-key.ts';
import type { Polygon } from './polygon.ts';

/** A part of an optimal cell, inside one square. */
export interface Piece {
  readonly polygon: Polygon;
  /** Normals of the square's sides, which the polygon's lines from the number of circles on refer to. */
  readonly square: readonly (readonly number[])[];
  readonly key: CellKey;
}

/** What a search has found so far. */
export interface BestCells {
  /** A score that is attained, or 0, which the better of two antipodes attains. */
  best: number;
  /** All parts found so far of the cells that attain it. */
  pieces: Piece[];
  /** Rows looked at. */
  visited: number;
}

export function recordPiece(found: BestCells, score: number, piece: Piece): void {
  if (score < found.best) return;
  if (score > found.best) found.pieces = [];
  found.best = score;
  found.pieces.push(piece);
}

/** A score that some direction attains, so that lower ones need not be looked at. */
export function raiseBest(found: BestCells, score: number): void {
  if (score <= found.best) return;
  found.best = score;
  found.pieces = [];
}
