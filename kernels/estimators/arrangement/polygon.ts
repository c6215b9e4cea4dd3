import { type Circles, setLine, side, type Vertex, vertexOf } from './circles.ts';

/**
 * A convex polygon on the sphere with an interior: the directions on the inner side of each of its lines.
 *
 * Lines are in counter-clockwise order seen from outside, `inward` is 1 where the normal of the line points inwards and -1
 * where it points outwards. Vertex t is where lines t and t + 1 meet, so that all decisions are signs of determinants of
 * rows: no coordinate of a vertex is ever rounded on the way to a decision.
 */
export interface Polygon {
  readonly lines: readonly number[];
  readonly inward: readonly (1 | -1)[];
  readonly vertices: readonly Vertex[];
}

/** A square on a face of the cube of side 2 around the origin, seen from the centre. */
export interface Frame {
  /** Coordinate that is `face` on the face, 0 to 2; the next two, in turn, are the square's own. */
  readonly axis: number;
  readonly face: 1 | -1;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** The square as a polygon, its four lines put at the places after the circles. */
export function squarePolygon(circles: Circles, lines: readonly (readonly number[])[]): Polygon {
  const places = lines.map((line, k) => {
    setLine(circles, circles.count + k, line);
    return circles.count + k;
  });
  return polygonOf(circles, places, [1, 1, 1, 1]);
}

/** Inward normals of a square's four sides, counter-clockwise from outside. */
export function squareLines({ axis, face, from, to }: Frame): readonly (readonly number[])[] {
  const line = (along: number, at: number, sense: 1 | -1): readonly number[] => {
    const normal = [0, 0, 0];
    normal[(axis + 1 + along) % 3] = sense;
    normal[axis] = -sense * face * at + 0;
    return normal;
  };
  const [left, right] = [line(0, from[0], 1), line(0, to[0], -1)];
  const [bottom, top] = [line(1, from[1], 1), line(1, to[1], -1)];
  return face === 1 ? [bottom, right, top, left] : [bottom, left, top, right];
}

function polygonOf(
  circles: Circles,
  lines: readonly number[],
  inward: readonly (1 | -1)[],
  known: readonly (Vertex | undefined)[] = [],
): Polygon {
  const vertices = lines.map((a, t) => {
    const vertex = known[t];
    if (vertex !== undefined) return vertex;
    const next = t + 1 < lines.length ? t + 1 : 0;
    return vertexOf(circles, [a, lines[next]], inward[t] === inward[next] ? 1 : -1);
  });
  return { lines, inward, vertices };
}

/** 1 or -1 where the whole polygon is on that side of a circle, 0 where the circle cuts it. */
export function sideOf(circles: Circles, circle: number, { vertices }: Polygon): 1 | 0 | -1 {
  let positive = false;
  let negative = false;
  for (const vertex of vertices) {
    const value = side(circles, circle, vertex);
    if (value > 0) positive = true;
    else if (value < 0) negative = true;
    if (positive && negative) return 0;
  }
  return positive ? 1 : -1;
}

/** The part of a polygon on one side of a circle that cuts it. */
export function cut(
  circles: Circles,
  { lines, inward, vertices }: Polygon,
  circle: number,
  which: 1 | -1,
): Polygon {
  const m = lines.length;
  const inside = vertices.map((vertex) => which * side(circles, circle, vertex) > 0);
  const before = (t: number): boolean => inside[t === 0 ? m - 1 : t - 1];
  // Lines with an end inside are kept: one run, which starts after the last vertex that is not inside.
  let start = 0;
  while (!(inside[start] && !before(start))) start++;
  const kept: number[] = [];
  const turns: (1 | -1)[] = [];
  const known: (Vertex | undefined)[] = [];
  for (let k = 0; k < m; k++) {
    const t = (start + k) % m;
    if (!inside[t] && !before(t)) break;
    kept.push(lines[t]);
    turns.push(inward[t]);
    known.push(inside[t] ? vertices[t] : undefined);
  }
  kept.push(circle);
  turns.push(which);
  return polygonOf(circles, kept, turns, known);
}
