type Vector = readonly number[];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): number[] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const minus = (a: Vector): number[] => a.map((v) => -v);
const isZero = (a: Vector): boolean => a.every((v) => v === 0);
const length = (a: Vector): number => Math.sqrt(dot(a, a));

export interface SphereOptimum {
  readonly score: number;
  /** Number of open cells that attain it. */
  readonly cells: number;
  /** Unit vector along half the sum over their edges of angle times inward normal; null where that vanishes. */
  readonly direction: readonly number[] | null;
  readonly constant: boolean;
}

/**
 * The best sum of signs over all open cells of the sphere, or of its half theta_1 > 0, for rows of small integers.
 *
 * Every pair of circles meets in two points; from each point v a step of first order along circle i and one of second
 * order off it lead into the cells beside every edge, where signs are those of the first of z . v, z . t, z . n that is
 * not 0: integers below 2^53 throughout, so that nothing is rounded. O(n^3).
 */
export function bruteForceSphere(rows: readonly Vector[], half = false): SphereOptimum {
  const used = rows.filter((row) => !isZero(row));
  const circles = distinct(half ? [...used, [1, 0, 0]] : used);
  const jumping = circles.filter(
    (normal) => netWeight(used.filter((row) => isZero(cross(row, normal)))) !== 0,
  );
  const cells = circles.flatMap((normal) => besideCircle(normal, { circles, jumping, used, half }));
  const score = cells.reduce((best, cell) => Math.max(best, cell.score), Number.NEGATIVE_INFINITY);
  const optimal = cells.filter((cell) => cell.score === score);
  const sum = [0, 1, 2].map((j) => optimal.reduce((total, { part }) => total + part[j], 0));
  return {
    score,
    cells: new Set(optimal.map(({ key }) => key)).size,
    direction: length(sum) > 1e-9 ? sum.map((v) => v / length(sum)) : null,
    constant: cells.every((cell) => cell.score === score),
  };
}

interface Setting {
  readonly circles: readonly Vector[];
  /** Those that the score changes at, which end cells. */
  readonly jumping: readonly Vector[];
  readonly used: readonly Vector[];
  readonly half: boolean;
}

interface BesideEdge {
  readonly score: number;
  readonly key: string;
  /** Half the edge's angle times the unit normal that points into the cell. */
  readonly part: readonly number[];
}

function besideCircle(normal: Vector, { circles, jumping, used, half }: Setting): readonly BesideEdge[] {
  const points = distinctDirections(
    circles.map((other) => cross(normal, other)).filter((point) => !isZero(point)),
  );
  const ends = points.length === 0 ? [null] : points;
  return ends.flatMap((point) => {
    const along = point === null ? null : cross(normal, point);
    const angle = point === null || along === null ? 2 * Math.PI : angleToNext(point, along, points);
    return [normal, minus(normal)].flatMap((inward) => {
      const levels = [point, along, inward].filter((level) => level !== null);
      const sign = (row: Vector): number => {
        for (const level of levels) {
          const value = dot(row, level);
          if (value !== 0) return Math.sign(value);
        }
        return 0;
      };
      if (half && sign([1, 0, 0]) <= 0) return [];
      const part = inward.map((v) => (v * angle) / 2 / length(normal));
      const score = used.map(sign).reduce((a, b) => a + b, 0);
      return [{ score, key: jumping.map(sign).join(), part }];
    });
  });
}

/** The angle from a point to the next one, both on one circle, counter-clockwise about its normal. */
function angleToNext(point: Vector, along: Vector, points: readonly Vector[]): number {
  const angles = points
    .filter((other) => other !== point)
    .map((other) => {
      const angle = Math.atan2(dot(other, along) / length(along), dot(other, point) / length(point));
      return angle > 0 ? angle : angle + 2 * Math.PI;
    });
  return Math.min(...angles);
}

/** Of parallel rows: those that point like the first less those that point the other way. */
const netWeight = (rows: readonly Vector[]): number =>
  rows.reduce((sum, row) => sum + Math.sign(dot(row, rows[0])), 0);

/** One of every set of parallel vectors. */
const distinct = (vectors: readonly Vector[]): readonly Vector[] =>
  vectors.filter((v, i) => !vectors.slice(0, i).some((w) => isZero(cross(v, w))));

/** Both ends of every line through the vectors, once each. */
const distinctDirections = (vectors: readonly Vector[]): readonly Vector[] =>
  distinct(vectors).flatMap((v) => [v, minus(v)]);
