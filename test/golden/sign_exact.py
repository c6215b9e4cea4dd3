"""Maximisers of the 0-1 objective in d = 2 by brute force over all arcs, in exact integer arithmetic.

S(theta) = sum_i sign(z_i . theta) changes only at the directions orthogonal to a non-zero row, at most two a row.
These integer vectors are sorted exactly (half-plane, then cross product); on the open arc between two neighbours S is
constant and is computed from the definition at an interior integer point. On a boundary the rows orthogonal to it
count 0, so that S there is the average of the two arcs beside it: a boundary is optimal if and only if both of its
arcs are (the rows on it cancel), and then it joins them into one arc. So the optimal set is, up to finitely many
points, a union of arcs, listed counter-clockwise by their two ends, and single points never matter.

The centroid is the direction of the integral of (cos phi, sin phi) over all optimal arcs: an arc from unit vector u
to unit vector v adds (v_y - u_y, u_x - v_x). `resultant` is the integral's length over the total length of the arcs: where it
is small the direction is ill-conditioned. S = 0 everywhere (no row, zero rows, rows that cancel in pairs) is `degenerate`.
Run: python3 test/golden/sign_exact.py
"""

import random
from functools import cmp_to_key
from math import gcd

from golden import write
from mpmath import atan2, mp, mpf, sqrt

mp.dps = 40


def cross(u, v):
    return u[0] * v[1] - u[1] * v[0]


def score(rows, theta):
    dots = (x * theta[0] + y * theta[1] for x, y in rows)
    return sum((dot > 0) - (dot < 0) for dot in dots)


def by_angle(u, v):
    half_u, half_v = ((w[1], w[0]) < (0, 0) for w in (u, v))
    return half_u - half_v or -cross(u, v)


def breakpoints(rows):
    """The directions at which S can change, as primitive integer vectors, counter-clockwise from (1, 0)."""
    normals = set()
    for x, y in rows:
        g = gcd(x, y)
        if g:
            normals |= {(-y // g, x // g), (y // g, -x // g)}
    return sorted(normals, key=cmp_to_key(by_angle))


def interior(u, v):
    """A point strictly inside the arc from u to v; two neighbours are at most half a turn apart."""
    return (u[0] + v[0], u[1] + v[1]) if cross(u, v) > 0 else (-u[1], u[0])


def optimal_arcs(rows):
    ends = breakpoints(rows)
    arcs = [(u, v) for u, v in zip(ends, ends[1:] + ends[:1])]
    scores = [score(rows, interior(u, v)) for u, v in arcs]
    best = max(scores, default=0)
    if best == 0:
        return 0, []
    for (_, v), left, right in zip(arcs, scores, scores[1:] + scores[:1]):
        assert 2 * score(rows, v) == left + right
    start = next(i for i, s in enumerate(scores) if s < best)
    merged = []
    for i in (*range(start, len(arcs)), *range(start)):
        if scores[i] < best:
            continue
        u, v = arcs[i]
        if merged and merged[-1][1] == u:
            merged[-1] = (merged[-1][0], v)
        else:
            merged.append((u, v))
    return best, merged


def unit(v):
    length = sqrt(mpf(v[0]) ** 2 + mpf(v[1]) ** 2)
    return mpf(v[0]) / length, mpf(v[1]) / length


def centroid(arcs):
    x = y = total = mpf(0)
    for start, end in arcs:
        u, v = unit(start), unit(end)
        x += v[1] - u[1]
        y += u[0] - v[0]
        angle = atan2(u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1])
        total += angle if angle > 0 else angle + 2 * mp.pi
    length = sqrt(x * x + y * y)
    return [float(x / length), float(y / length)], float(total), float(length / total)


def case(name, rows):
    best, arcs = optimal_arcs(rows)
    result = {"name": name, "rows": rows, "scoreSum": best, "status": "ok" if arcs else "degenerate"}
    if arcs:
        direction, total, resultant = centroid(arcs)
        result |= {"arcs": arcs, "direction": direction, "arcLength": total, "resultant": resultant}
    return result


def hand_made():
    yield "one row", [(1, 0)]
    yield "one row, the other side of the branch cut", [(-1, 0)]
    yield "one row on the vertical axis", [(0, -3)]
    yield "a row twice", [(2, 1), (2, 1)]
    yield "multiples of a row", [(1, 3), (2, 6), (3, 9), (7, 21), (-1, 2)]
    yield "no information: zero rows", [(0, 0), (0, 0), (0, 0)]
    yield "no information: opposite rows", [(2, 1), (-2, -1)]
    yield "no information: opposite multiples and a zero row", [(2, 1), (-4, -2), (0, 0)]
    yield "a zero row counts in n only", [(0, 0), (3, 2)]
    yield "opposite rows cancel beside one that decides", [(2, 1), (-2, -1), (1, -1)]
    yield "opposite rows join two arcs into one", [(1, 0), (0, 1), (0, -1)]
    yield "two orthogonal rows", [(1, 0), (0, 1)]
    yield "a half-plane and its edge", [(1, 0), (1, 1), (0, 1), (-1, 1)]
    yield "all four axis directions and one more", [(1, 0), (0, 1), (-1, 0), (0, -1), (3, 1)]
    yield "three rows nearly 120 degrees apart: three optimal arcs", [(8, 0), (-4, 7), (-4, -7)]
    yield "two separate optimal arcs", [(5, 1), (-5, 1), (0, -1), (0, -1)]
    yield "nearly collinear rows, one arc of 1e-12 between them", [(1000000, 1000001), (-999999, -1000000), (1, 0)]
    yield "the optimal arc spans the branch cut at 180 degrees", [(-3, 1), (-3, -1), (-5, 2)]
    yield "the optimal arc spans the branch cut at 0 degrees", [(3, 1), (3, -1), (5, 2)]
    yield "boundaries on the diagonals", [(1, 1), (1, -1), (-1, 1), (1, 1), (2, -2)]


def scattered():
    draw = random.Random(20251028)
    for size in (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 40, 60):
        for bound in (1, 2, 3, 10, 1000):
            rows = [(draw.randint(-bound, bound), draw.randint(-bound, bound)) for _ in range(size)]
            yield f"{size} random rows in [-{bound}, {bound}]^2", rows
    for size, tilt in ((50, 300), (100, 100), (200, 200)):
        rows = [(draw.randint(-1000, 1000) + tilt, draw.randint(-1000, 1000)) for _ in range(size)]
        yield f"{size} rows with a drift", rows
    for size in (20, 50):
        half = [(draw.randint(-5, 5), draw.randint(-5, 5)) for _ in range(size)]
        yield f"{size} random rows, each with its opposite, and one more", [*half, *((-x, -y) for x, y in half), (2, 1)]


def main():
    about = (
        "rows: integer z_i; scoreSum = max_theta sum_i sign(z_i . theta), the score of a fit is scoreSum / rows; arcs: the optimal "
        "arcs, counter-clockwise, ends as integer vectors; direction: their length-weighted circular centroid; "
        "resultant: |integral of (cos, sin)| / arcLength."
    )
    cases = [case(name, rows) for name, rows in (*hand_made(), *scattered())]
    write("sign-exact", about, ["mpmath"], {"cases": cases})


if __name__ == "__main__":
    main()
