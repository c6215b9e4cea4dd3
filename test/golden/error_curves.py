"""Errors of the exact sign estimator before its cube-root regime: users (12, 0) and (-1, sqrt 3), half each.

X ~ N(0, I_2), n = 1000 .. 100000. The maximiser of M_n by a full sort of the angles at which it jumps; ties by the
length-weighted centroid of all optimal arcs. Each size has the measures of the angle to the mean direction: root mean
square, log(rms / mean), and sqrt(R) times their standard errors (delta method), so that a test can give them the noise
of any number of replicates R.
Run: python3 test/golden/error_curves.py   (about a minute)
"""

import numpy as np
from golden import write

TYPES = np.array([[12.0, 0.0], [-1.0, np.sqrt(3.0)]])
TARGET = np.arctan2(*TYPES.mean(axis=0)[::-1])


def error(rng, n):
    """Angle of the maximiser to the target. In phi' = phi - target, row i has sign + on (a - pi/2, a + pi/2)."""
    x = rng.standard_normal((n, 2))
    beta = TYPES[rng.integers(0, 2, n)]
    chosen = rng.random(n) < 1 / (1 + np.exp(-(x * beta).sum(axis=1)))
    a = np.arctan2(x[:, 1], x[:, 0]) - TARGET + np.where(chosen, 0, np.pi)
    leaves = np.mod(a + np.pi / 2, 2 * np.pi)
    # M(phi + pi) = -M(phi): half a turn shows every value, and its absolute value both optima.
    first = leaves < np.pi
    jump = np.where(first, leaves, leaves - np.pi)
    order = np.argsort(jump)
    steps = np.where(first, -2, 2)[order]
    score = np.concatenate([[0], np.cumsum(steps)]) + (2 * first.sum() - n)
    edges = np.concatenate([[0], jump[order], [np.pi]])
    best = np.flatnonzero(np.abs(score) == np.abs(score).max())
    lengths = np.diff(edges)[best]
    middles = (edges[best] + edges[best + 1]) / 2 + np.where(score[best] < 0, np.pi, 0)
    return abs(np.angle((lengths * np.exp(1j * middles)).sum()))


def curve_point(rng, n, replicates):
    e = np.array([error(rng, n) for _ in range(replicates)])
    m1, m2 = e.mean(), (e**2).mean()
    of_rms = (e**2 - m2) / (2 * m2)
    return {
        "n": n,
        "replicates": replicates,
        "rms": float(np.sqrt(m2)),
        "relativeSpread": float(of_rms.std()),
        "shape": float(np.log(np.sqrt(m2) / m1)),
        "shapeSpread": float((of_rms - (e - m1) / m1).std()),
    }


rng = np.random.default_rng(20251028)
SIZES = ((1000, 4000), (3162, 4000), (10000, 3000), (31623, 1000), (100000, 500))
write(
    "error-curves",
    __doc__.split("\n")[0],
    ["numpy"],
    {"loudMinority": [curve_point(rng, n, replicates) for n, replicates in SIZES]},
)
