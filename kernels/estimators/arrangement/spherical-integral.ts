import { gaussLegendre } from '../../math/integrate.ts';

type Point = readonly [number, number, number];

/** The integral of theta over a part of the sphere, and its area in steradians. */
export interface SphericalIntegral {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly area: number;
}

/** A triangle on the unit sphere; `determinant` is that of its corners, given where it is known better than they are. */
export interface SphericalTriangle {
  readonly corners: readonly [Point, Point, Point];
  readonly determinant: number;
}

const NODES = 6;
/** Squared length of the longest side that the rule is exact to rounding for. */
const LONGEST = 1 / 64;

const RULE = gaussLegendre(NODES);

/**
 * The integral of theta over spherical triangles.
 *
 * With p = u a + v b + w c, u + v + w = 1, a triangle's is D int p / |p|^4 du dv over the plane triangle, D = det(a, b, c),
 * its area D int |p|^-3, and 1 - |p|^2 = u v |a - b|^2 + v w |b - c|^2 + w u |c - a|^2. All terms are positive, so that
 * the result is a mean of points of the triangles however narrow they are; the sum over edges of half the angle times the
 * normal, which is the same vector, loses all digits there. Sides above 1/8 are halved first.
 */
export function integrateTriangles(triangles: readonly SphericalTriangle[]): SphericalIntegral {
  const sum = { x: 0, y: 0, z: 0, area: 0 };
  const open = [...triangles];
  for (let triangle = open.pop(); triangle !== undefined; triangle = open.pop()) {
    const sides = sidesOf(triangle);
    const longest = sides.indexOf(Math.max(...sides));
    if (sides[longest] > LONGEST) open.push(...halved(triangle, longest));
    else addTriangle(sum, triangle, sides);
  }
  return sum;
}

function addTriangle(
  sum: { x: number; y: number; z: number; area: number },
  { corners: [a, b, c], determinant }: SphericalTriangle,
  [bc, ca, ab]: readonly number[],
): void {
  let [atA, atB, atC, area] = [0, 0, 0, 0];
  for (let i = 0; i < NODES; i++) {
    const s = (1 + RULE.nodes[i]) / 2;
    for (let j = 0; j < NODES; j++) {
      const t = (1 + RULE.nodes[j]) / 2;
      const [u, v, w] = [1 - s, s * (1 - t), s * t];
      const square = 1 - (u * v * ab + v * w * bc + w * u * ca);
      const mass = (RULE.weights[i] * RULE.weights[j] * s) / 4 / (square * square);
      atA += u * mass;
      atB += v * mass;
      atC += w * mass;
      area += mass * Math.sqrt(square);
    }
  }
  sum.x += determinant * (atA * a[0] + atB * b[0] + atC * c[0]);
  sum.y += determinant * (atA * a[1] + atB * b[1] + atC * c[1]);
  sum.z += determinant * (atA * a[2] + atB * b[2] + atC * c[2]);
  sum.area += determinant * area;
}

/** Squared lengths of the sides opposite to a, b and c. */
const sidesOf = ({ corners: [a, b, c] }: SphericalTriangle): readonly number[] => [
  squaredDistance(b, c),
  squaredDistance(c, a),
  squaredDistance(a, b),
];

function squaredDistance(a: Point, b: Point): number {
  const [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return x * x + y * y + z * z;
}

/** Two triangles that meet in the middle m = (b + c) / |b + c| of one side: det(a, b, m) = det(a, b, c) / |b + c|. */
function halved({ corners, determinant }: SphericalTriangle, opposite: number): readonly SphericalTriangle[] {
  const [a, b, c] = [corners[opposite], corners[(opposite + 1) % 3], corners[(opposite + 2) % 3]];
  const [x, y, z] = [b[0] + c[0], b[1] + c[1], b[2] + c[2]];
  const length = Math.sqrt(x * x + y * y + z * z);
  const middle: Point = [x / length, y / length, z / length];
  const part = determinant / length;
  return [
    { corners: [a, b, middle], determinant: part },
    { corners: [a, middle, c], determinant: part },
  ];
}
