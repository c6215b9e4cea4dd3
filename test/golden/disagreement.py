"""P_x(sign(x . a) != sign(x . b)) for independent columns by scipy, by formulas that the program does not use.

Normal columns: the distribution function of the bivariate normal law, integrated as P(u > 0 | v) over v in 30 digits.
Two columns of any law: polar coordinates, the line mass g(phi) = Int |r| f(r theta_perp) dr over the angle between a and b
(turns of at most half a circle). The unit square: its area by exact rational arithmetic on the clipped polygons.
Run: python3 test/golden/disagreement.py
"""

import math
from fractions import Fraction

import mpmath
import numpy as np
from golden import write
from scipy import integrate, stats

mpmath.mp.dps = 30


def normal(columns, a, b):
    mean, var = ([mpmath.mpf(c["mean"]) for c in columns], [mpmath.mpf(c["sd"]) ** 2 for c in columns])
    a, b = ([mpmath.mpf(v) for v in vector] for vector in (a, b))
    product = lambda p, q: sum(v * w for v, w in zip(p, q))
    weighted = lambda p, q: sum(m * v * w for m, v, w in zip(var, p, q))
    mu, mv, su, sv = product(mean, a), product(mean, b), mpmath.sqrt(weighted(a, a)), mpmath.sqrt(weighted(b, b))
    rho = weighted(a, b) / (su * sv)
    s = mpmath.sqrt(1 - rho**2)
    positive = lambda z: mpmath.ncdf((mu / su + rho * z) / s)
    at, turn = -mv / sv, -mu / su / rho if rho else mpmath.mpf(0)
    width = s / abs(rho) if rho else mpmath.mpf(1)
    knots = sorted({max(min(k, mpmath.mpf(40)), mpmath.mpf(-40)) for k in [at, -12, 12, 0, *(turn + w * width for w in (-8, -2, 0, 2, 8))]})
    below = [k for k in [mpmath.mpf(-40), *knots] if k <= at]
    above = [k for k in [*knots, mpmath.mpf(40)] if k >= at]
    total = mpmath.quad(lambda z: positive(z) * mpmath.npdf(z), below) if len(set(below)) > 1 else 0
    total += mpmath.quad(lambda z: (1 - positive(z)) * mpmath.npdf(z), above)
    return float(total)


def law(c):
    """Density, and the interval outside which it counts as 0."""
    if c["law"] == "normal":
        mean, sd = c["mean"], c["sd"]
        return lambda x: math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * math.sqrt(2 * math.pi)), (mean - 8 * sd, mean + 8 * sd)
    if c["law"] == "uniform":
        low, high = c["low"], c["high"]
        return lambda x: 1 / (high - low) if low <= x <= high else 0.0, (low, high)
    k, place, scale = c["degrees"], c["location"], c["scale"]
    peak = math.gamma((k + 1) / 2) / math.gamma(k / 2) / math.sqrt(k * math.pi) / scale
    return lambda x: peak * (1 + ((x - place) / scale) ** 2 / k) ** (-(k + 1) / 2), (-1e5, 1e5)


def polar(columns, a, b):
    (one, ends1), (two, ends2) = law(columns[0]), law(columns[1])

    def line(phi):
        x, y = -np.sin(phi), np.cos(phi)
        f = lambda r: abs(r) * one(r * x) * two(r * y)
        knots = [0.0] + [e / x for e in ends1 if abs(x) > 1e-12] + [e / y for e in ends2 if abs(y) > 1e-12]
        low = max(min(e / x for e in ends1) if abs(x) > 1e-12 else -1e9, min(e / y for e in ends2) if abs(y) > 1e-12 else -1e9)
        high = min(max(e / x for e in ends1) if abs(x) > 1e-12 else 1e9, max(e / y for e in ends2) if abs(y) > 1e-12 else 1e9)
        middle = [w for w in (-1000, -100, -10, -3, -1, 0, 1, 3, 10, 100, 1000) if low < w < high]
        points = sorted({low, high, *(k for k in knots if low < k < high), *middle})
        return sum(integrate.quad(f, p, q, epsabs=1e-11, epsrel=1e-9, limit=200)[0] for p, q in zip(points, points[1:]))

    start, end = np.arctan2(a[1], a[0]), np.arctan2(b[1], b[0])
    turn = (end - start + np.pi) % (2 * np.pi) - np.pi
    knots = sorted({start, start + turn, *(k * np.pi / 8 for k in range(-16, 17) if min(start, start + turn) < k * np.pi / 8 < max(start, start + turn))})
    return sum(integrate.quad(line, p, q, epsabs=1e-9, epsrel=1e-8, limit=100)[0] for p, q in zip(knots, knots[1:]))


def clip(polygon, n, sign):
    result = []
    for p, q in zip(polygon, polygon[1:] + polygon[:1]):
        dp, dq = (sign * (n[0] * v[0] + n[1] * v[1]) for v in (p, q))
        if dp >= 0:
            result.append(p)
        if (dp > 0 > dq) or (dp < 0 < dq):
            t = Fraction(dp) / (dp - dq)
            result.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return result


def square(a, b):
    corners = [(Fraction(x), Fraction(y)) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    area = Fraction(0)
    for sign in (1, -1):
        piece = clip(clip(corners, a, sign), b, -sign)
        area += sum((p[0] * q[1] - q[0] * p[1] for p, q in zip(piece, piece[1:] + piece[:1])), Fraction(0)) / 2
    return float(abs(area) / 4)


N = lambda mean, sd: {"law": "normal", "mean": mean, "sd": sd}
U = lambda low, high: {"law": "uniform", "low": low, "high": high}
T = lambda degrees, location=0, scale=1: {"law": "student", "degrees": degrees, "location": location, "scale": scale}
PAIRS = [([1, 1], [1, 1.2]), ([1, 1], [1, -0.5]), ([1, 1], [-1, 0.1]), ([1, 0], [0.1, 1]), ([0, 1], [-3, -1]), ([2, 1], [2, 1.01])]
NORMALS = [
    ([N(0, 1), N(1, 1)], [*PAIRS, ([1, 1], [1, 1 + 1e-6])]),
    ([N(-0.5, 2), N(3, 0.5)], PAIRS),
    ([N(0, 1), N(0, 3)], PAIRS),
    ([N(1, 0), N(0, 1)], [([1, 1], [2, 1]), ([1, 1], [1, 2]), ([0.3, 1], [-1, 2])]),
    ([N(1, 1), N(0, 2), N(-1, 0.5)], [([1, 1, 1], [1, 0.5, 1.5]), ([1, 0, -1], [0, 1, 1]), ([1, 2, 3], [-1, -2, -2.9])]),
]
PLANES = [
    [U(-1, 1), N(0, 1)],
    [U(0, 2), U(-1, 3)],
    [N(1, 1), U(-0.5, 0.5)],
    [T(3), T(3)],
    [T(5, 1, 0.5), N(0, 1)],
    [T(2), U(-1, 2)],
]
BOX = [([3, 1], [1, 2]), ([1, 0], [0, 1]), ([1, 1], [-5, 4]), ([-1, 7], [2, -1]), ([1, 1], [-1, -1]), ([4, 1], [400, 101]), ([-1, -3], [-2, -1])]


def rank_one(columns, a, b):
    """x1 = 1 constant: thresholds of the one variable."""
    cuts = [-a[0] / a[1], -b[0] / b[1]]
    between = abs(stats.norm.cdf(cuts[0]) - stats.norm.cdf(cuts[1]))
    return float(between if a[1] * b[1] > 0 else 1 - between)


write(
    "disagreement",
    __doc__.split("\n")[0],
    ["numpy", "scipy", "mpmath"],
    {
        "normal": [
            {"columns": columns, "a": a, "b": b, "value": (rank_one if columns[0]["sd"] == 0 else normal)(columns, a, b)}
            for columns, pairs in NORMALS
            for a, b in pairs
        ],
        "planar": [{"columns": columns, "a": a, "b": b, "value": polar(columns, a, b)} for columns in PLANES for a, b in PAIRS],
        "square": [{"a": a, "b": b, "value": square(a, b)} for a, b in BOX],
    },
)
