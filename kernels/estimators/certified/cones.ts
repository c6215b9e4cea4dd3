/** An open cone of directions: V strictly inside the simplex of its vertices, c strictly between two numbers. */
export interface Cone {
  /** q vertices of q coordinates each, on the sphere |V|_1 = 1, one after the other. */
  readonly vertices: Float64Array;
  /** The vertices are multiples of 2^-bits. */
  readonly bits: number;
  readonly from: number;
  readonly to: number;
  /** Rows of the chart that are not the same all over the cone. */
  readonly active: Int32Array;
  /** Weight of the other rows that are wrong all over it. */
  readonly errors: number;
  /** No direction in it has fewer errors; at least `errors`. */
  readonly bound: number;
}

/** The 2^q faces of |V|_1 = 1: the vertices are +-e_j. */
export function faces(q: number): readonly Float64Array[] {
  return Array.from({ length: 1 << q }, (_, face) => {
    const vertices = new Float64Array(q * q);
    for (let j = 0; j < q; j++) vertices[j * q + j] = (face >> j) & 1 ? -1 : 1;
    return vertices;
  });
}

/** The vertices where `drop` gives way to the midpoint of the edge from `keep` to `drop`. */
export function halved(vertices: Float64Array, keep: number, drop: number): Float64Array {
  const q = Math.round(Math.sqrt(vertices.length));
  const half = vertices.slice();
  for (let l = 0; l < q; l++) half[drop * q + l] = (vertices[keep * q + l] + vertices[drop * q + l]) / 2;
  return half;
}
