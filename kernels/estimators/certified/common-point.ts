import { axisDirection, type Chart, vertexDirection } from './chart.ts';
import type { Cone } from './cones.ts';
import { shifted } from './dyadic.ts';
import { primitiveVector } from './exact-rows.ts';
import { nullVectors } from './null-vectors.ts';
import { exactDot } from './signs.ts';

/**
 * A direction r != 0 in the closure of the cone to which the listed rows are orthogonal, exactly; null where none was
 * found, though there may be one.
 *
 * r = sum_j lambda_j G_j + c g over the cone's vertices with lambda >= 0 and c / sum lambda in the closed interval. Where
 * the rows leave more than one such vector, it is looked for on the faces of the simplex, small ones first, where they
 * leave just one: every vertex of the set of all r is on such a face or at an end of the interval.
 */
export function commonPoint(chart: Chart, cone: Cone, listed: readonly number[]): readonly bigint[] | null {
  const { q, rows } = chart;
  const generators = [
    ...Array.from({ length: q }, (_, j) => vertexDirection(chart, cone.vertices.subarray(j * q, j * q + q))),
    axisDirection(chart),
  ];
  const matrix = listed.map((i) => generators.map((generator) => exactDot(rows, i, generator)));
  const whole = nullVectors(matrix, q + 1);
  if (whole.length === 0) return null;
  const all = Array.from({ length: q }, (_, j) => j);
  if (whole.length === 1) return pointOn(generators, cone, all, whole[0]);
  for (const face of facesBySize(q)) {
    const columns = [...face, q];
    const vectors = nullVectors(
      matrix.map((row) => columns.map((j) => row[j])),
      columns.length,
    );
    const point = vectors.length === 1 ? pointOn(generators, cone, face, vectors[0]) : null;
    if (point !== null) return point;
  }
  return null;
}

const facesBySize = (q: number): readonly (readonly number[])[] =>
  Array.from({ length: (1 << q) - 1 }, (_, k) =>
    Array.from({ length: q }, (_, j) => j).filter((j) => ((k + 1) >> j) & 1),
  ).sort((a, b) => a.length - b.length);

/** The direction of lambda on a face's vertices and of c, if the cone's closure holds it. */
function pointOn(
  generators: readonly (readonly bigint[])[],
  { from, to }: Cone,
  face: readonly number[],
  vector: readonly bigint[],
): readonly bigint[] | null {
  const turned = vector.slice(0, -1).some((v) => v < 0n) ? vector.map((v) => -v) : vector;
  const lambda = turned.slice(0, -1);
  const c = turned[turned.length - 1];
  const total = lambda.reduce((sum, v) => sum + v, 0n);
  if (total === 0n || lambda.some((v) => v < 0n)) return null;
  if (below(c, total, from) || below(-c, total, -to)) return null;
  const axis = generators[generators.length - 1];
  return primitiveVector(
    axis.map((g, l) => face.reduce((sum, j, k) => sum + lambda[k] * generators[j][l], c * g)),
  );
}

/** c / total < limit, exactly; total > 0. */
function below(c: bigint, total: bigint, limit: number): boolean {
  if (!Number.isFinite(limit)) return limit > 0;
  return c << FINEST < shifted(limit, Number(FINEST)) * total;
}

/** Every float64 is a multiple of 2^-1074. */
const FINEST = 1074n;
