import { atan2 } from '../math/trigonometry.ts';

/**
 * An arc of directions in the plane, between two boundaries given as keys, or with `side` -1 the arc opposite to it.
 *
 * A key in [-1, 1] stands for the direction (-key, 1 - |key|), normalised: it goes from (1, 0) through (0, 1) at 0 to
 * (-1, 0), once round the upper half circle.
 */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly side: 1 | -1;
}

/** The integral of theta over arcs, the sum of their chords and of their lengths in radians. */
export interface Integral {
  readonly x: number;
  readonly y: number;
  readonly chords: number;
  readonly width: number;
}

/**
 * Integral of theta over the arcs: an arc from u to v adds |v - u| (u + v) / |u + v|, accurate for arcs of any length
 * below a half turn; from a right angle on the chord turned by -90 degrees is the accurate form of the same vector.
 */
export function integrateArcs(arcs: readonly Arc[]): Integral {
  const sum = { x: 0, y: 0, chords: 0, width: 0 };
  for (const { from, to, side } of arcs) {
    const u = boundary(from);
    const v = boundary(to);
    const dx = v.x - u.x;
    const dy = v.y - u.y;
    const chord = Math.sqrt(dx * dx + dy * dy);
    const cosine = u.x * v.x + u.y * v.y;
    const mx = u.x + v.x;
    const my = u.y + v.y;
    const scale = cosine < 0 ? 1 : chord / Math.sqrt(mx * mx + my * my);
    sum.x += side * scale * (cosine < 0 ? dy : mx);
    sum.y += side * scale * (cosine < 0 ? -dx : my);
    sum.chords += chord;
    sum.width += atan2(u.x * v.y - u.y * v.x, cosine);
  }
  return sum;
}

/** Unit direction on the upper half circle at which a row with this key is perpendicular. */
function boundary(key: number): { readonly x: number; readonly y: number } {
  const y = 1 - Math.abs(key);
  const norm = Math.sqrt(key * key + y * y);
  return { x: -key / norm, y: y / norm };
}
