"""The sign estimator in three dimensions by numpy alone, and its errors where all users are alike.

S(theta) = sum_i sign(z_i . theta) is constant on the cells of the arrangement of great circles z_i . theta = 0. For every
row i the other rows are sorted by where their circles cross its own, and S is summed up along it, on the side where row i
counts +1: O(n^2 log n), no bounds, no tree, no pruning. An optimal cell lies on that side of all its edges. Tie rule: the
estimate is the direction of the integral of theta over all optimal cells, which is half the sum over their edges of the
edge's angle times the unit normal that points inwards.

`samples`: rows (k - 2^19) / 2^18, three columns from the generator of golden.py, s from the sign of x1 + 2 (k - 2^19) / 2^18.
`simulations`: x standard normal, P(Y = 1) = 1 / (1 + exp(-2 x1)), random numbers numpy's own; `meanAngle` is the mean over
replicates of the angle to (1, 0, 0) in radians and `mcse` its Monte Carlo standard error.
Run: python3 test/golden/sign_sphere.py   (a minute or two)
"""

import numpy as np
from golden import LCG, lcg, write

SIMULATIONS = ((50, 20_000),)


def maximiser(z):
    """Best sum of signs and the direction of the centroid, rows in general position."""
    n = len(z)
    unit = z / np.linalg.norm(z, axis=1, keepdims=True)
    axis = np.eye(3)[np.argmin(np.abs(unit), axis=1)]
    first = np.cross(unit, axis)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(unit, first)
    others = ~np.eye(n, dtype=bool)
    along = (first @ z.T)[others].reshape(n, n - 1)
    across = (second @ z.T)[others].reshape(n, n - 1)
    angle = np.arctan2(across, along)
    turns = np.concatenate([angle - np.pi / 2, angle + np.pi / 2], axis=1) % (2 * np.pi)
    jumps = np.concatenate([np.full_like(angle, 2), np.full_like(angle, -2)], axis=1)
    order = np.argsort(turns, axis=1)
    turns = np.take_along_axis(turns, order, axis=1)
    jumps = np.take_along_axis(jumps, order, axis=1)
    # Just before the first crossing, which is the arc that ends there from the last one.
    before = turns[:, -1:] - 2 * np.pi
    middle = (before + turns[:, :1]) / 2
    start = np.sum(np.sign(along * np.cos(middle) + across * np.sin(middle)), axis=1, keepdims=True)
    scores = 1 + start + np.concatenate([np.zeros((n, 1)), np.cumsum(jumps, axis=1)[:, :-1]], axis=1)
    lengths = np.diff(np.concatenate([before, turns], axis=1), axis=1)
    best = scores.max()
    weight = np.sum(np.where(scores == best, lengths, 0), axis=1)
    centroid = weight @ unit / 2
    return int(best), centroid / np.linalg.norm(centroid)


def sample(seed, n):
    values = (((k - 2**19) / 2**18) for k in lcg(seed))
    rows = []
    for _ in range(n):
        x = [next(values) for _ in range(3)]
        s = 1 if x[0] + 2 * next(values) >= 0 else -1
        rows.append([s * v for v in x])
    return rows


def samples():
    for seed, n in enumerate((4, 5, 7, 10, 15, 20, 30, 40)):
        rows = sample(100 + seed, n)
        best, direction = maximiser(np.array(rows))
        yield {"rows": rows, "score": best, "direction": direction.tolist()}


def simulation(n, replicates):
    rng = np.random.default_rng([2026, n])
    angles = []
    for _ in range(replicates):
        x = rng.standard_normal((n, 3))
        s = np.where(rng.random(n) * (1 + np.exp(-2 * x[:, 0])) < 1, 1, -1)
        angles.append(np.arccos(np.clip(maximiser(x * s[:, None])[1][0], -1, 1)))
    mean = float(np.mean(angles))
    return {
        "n": n,
        "replicates": replicates,
        "meanAngle": mean,
        "mcse": float(np.std(angles, ddof=1) / np.sqrt(replicates)),
    }


write(
    "sign-sphere",
    "The sign estimator in three dimensions by numpy alone, and its errors where all users are alike.",
    ["numpy"],
    {
        "generator": LCG,
        "samples": list(samples()),
        "simulations": [simulation(n, replicates) for n, replicates in SIMULATIONS],
    },
)
