import type { Sample } from '../../arena.ts';
import type { Directions } from '../optimal-arcs.ts';
import type { Piece } from './best-cells.ts';
import { keyText } from './cell-key.ts';
import { type Circles, circlesOf } from './circles.ts';
import { type ExactVector, exactCross, exactDot, exactVector, rounded, shifted } from './exact-vector.ts';
import { integrateTriangles, type SphericalIntegral, type SphericalTriangle } from './spherical-integral.ts';
import { bestCells } from './square-search.ts';

/** The maximum of S(theta) = sum sign(z_i . theta) over the sphere and the cells where it is attained. */
export interface OptimalCells {
  readonly best: number;
  /** Number of optimal cells. */
  readonly cells: number;
  /** The integral of theta over all of them. */
  readonly integral: SphericalIntegral;
  /** True where S is the same for all directions that compete, up to a set without area. */
  readonly constant: boolean;
  /** Rows looked at. */
  readonly visited: number;
}

/**
 * The cells of directions on the sphere on which S is largest, d = 3, among all directions or among those with a positive
 * first coordinate: the latter by one more row (1, 0, 0) that outweighs all others.
 */
export function optimalCells(sample: Sample, directions: Directions): OptimalCells {
  const bonus = directions === 'first-positive' ? sample.n + 1 : 0;
  const circles = circlesOf(sample, bonus === 0 ? [] : [{ row: [1, 0, 0], weight: bonus }]);
  const { best, pieces, visited } = bestCells(circles);
  const integral = integrateTriangles(pieces.flatMap((piece) => trianglesOf(circles, piece)));
  return {
    best: best - bonus,
    cells: new Set(pieces.map(({ key }) => keyText(key))).size,
    integral,
    constant: circles.count === (bonus === 0 ? 0 : 1),
    visited,
  };
}

/** A piece as a fan of triangles, corners and determinants rounded from exact ones. */
function trianglesOf(circles: Circles, { polygon, square }: Piece): readonly SphericalTriangle[] {
  const { lines, inward } = polygon;
  const normal = (line: number): ExactVector => {
    if (line < circles.count) return circles.exact(line);
    const [x, y, z] = square[line - circles.count];
    return exactVector(x, y, z);
  };
  const corners = lines.map((line, t) => {
    const next = t + 1 < lines.length ? t + 1 : 0;
    const [x, y, z] = exactCross(normal(line), normal(lines[next]));
    const exact: ExactVector = inward[t] === inward[next] ? [x, y, z] : [-x, -y, -z];
    return { exact, ...rounded(exact) };
  });
  const [first] = corners;
  return corners.slice(2).map((last, k) => {
    const middle = corners[k + 1];
    const shift = first.shift + middle.shift + last.shift;
    const determinant = exactDot(first.exact, exactCross(middle.exact, last.exact));
    return {
      corners: [first.unit, middle.unit, last.unit],
      determinant: shifted(determinant, shift) / (first.scale * middle.scale * last.scale),
    };
  });
}
