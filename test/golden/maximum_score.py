"""The maximum score estimator with the first coefficient fixed at 1, by numpy alone, and its errors in three designs.

b_hat maximises S(b) = sum_i s_i sign(x_i1 + b x_i2) over the real line, s_i = +1 where Y_i = 1 and else -1. S is a step
function that jumps at b_i = -x_i1 / x_i2, by 2 s_i sign(x_i2); the b_i are sorted and the jumps summed up, once over
all of them: no buckets, no bounds. Tie rule: the argmax is a set of intervals of b, arcs in the angle phi = atan b in
(-pi/2, pi/2); the estimate is the direction of the integral of (cos phi, sin phi) over all of them, as a slope.

Designs of Horowitz (1992) and Cattaneo, Jansson & Nagasawa (2020): Y = 1{X1 + b X2 + u >= 0}, b = 1, X1 ~ N(0, 1),
X2 ~ N(1, 1) independent; u logistic of variance 1/2 (1), t_3 / sqrt 3 (2), .25 (1 + 2 Z^2 + Z^4) V with Z = X1 + X2 and
V logistic of variance 1 (3). Random numbers are numpy's own.

`samples` are small data sets from the integer generator of golden.py, x = (k - 2^19) / 2^18 for each of two columns and s
from the sign of x1 + x2 + 2 (k - 2^19) / 2^18; `zeros` have columns rounded to multiples of 1/2, so that there are ties.
Run: python3 test/golden/maximum_score.py   (minutes)
"""

import numpy as np
from golden import LCG, lcg, write

SIZES = (250, 500, 1000, 2000, 4000)
REPLICATES = 20_000


def maximum_score(x1, x2, s):
    """b_hat for each row of (replicates, n) arrays without zeros in x2."""
    at = -x1 / x2
    order = np.argsort(at, axis=1)
    at = np.take_along_axis(at, order, axis=1)
    jumps = np.take_along_axis(2 * s * np.sign(x2), order, axis=1)
    first = np.sum(-s * np.sign(x2), axis=1, keepdims=True)
    scores = np.concatenate([first, first + np.cumsum(jumps, axis=1)], axis=1)
    phi = np.arctan(at)
    edge = np.full((len(at), 1), np.pi / 2)
    phi = np.concatenate([-edge, phi, edge], axis=1)
    length = np.diff(phi, axis=1)
    best = np.max(np.where(length > 0, scores, -np.inf), axis=1, keepdims=True)
    chosen = (scores == best) & (length > 0)
    middle = (phi[:, 1:] + phi[:, :-1]) / 2
    chord = 2 * np.sin(length / 2)
    x = np.sum(np.where(chosen, chord * np.cos(middle), 0), axis=1)
    y = np.sum(np.where(chosen, chord * np.sin(middle), 0), axis=1)
    return y / x, best[:, 0]


def logistic(rng, shape, sd):
    return rng.logistic(scale=sd * np.sqrt(3) / np.pi, size=shape)


def noise(design, rng, z):
    if design == 1:
        return logistic(rng, z.shape, np.sqrt(0.5))
    if design == 2:
        return rng.standard_t(3, size=z.shape) / np.sqrt(3)
    return 0.25 * (1 + 2 * z**2 + z**4) * logistic(rng, z.shape, 1)


def errors(design, n, rng):
    found = []
    while sum(map(len, found)) < REPLICATES:
        size = (max(1, 1_000_000 // n), n)
        x1, x2 = rng.standard_normal(size), 1 + rng.standard_normal(size)
        s = np.where(x1 + x2 + noise(design, rng, x1 + x2) >= 0, 1, -1)
        found.append(maximum_score(x1, x2, s)[0] - 1)
    return np.concatenate(found)[:REPLICATES]


def row(design, n, rng):
    e = errors(design, n, rng)
    R, sd = len(e), np.std(e, ddof=1)
    m2, m4, c4 = np.mean(e**2), np.mean(e**4), np.mean((e - e.mean()) ** 4)
    return {
        "design": design,
        "n": n,
        "replicates": R,
        "bias": [float(e.mean()), float(sd / np.sqrt(R))],
        "sd": [float(sd), float(np.sqrt((c4 - sd**4) / R) / (2 * sd))],
        "rmse": [float(np.sqrt(m2)), float(np.sqrt((m4 - m2**2) / R) / (2 * np.sqrt(m2)))],
    }


def sample(seed, n, rounded):
    draws = lcg(seed)
    v = np.array([[next(draws) - 2**19 for _ in range(3)] for _ in range(n)]) / 2**18
    s = np.where(v[:, 0] + v[:, 1] + 2 * v[:, 2] >= 0, 1, -1)
    x = np.round(2 * v[:, :2]) / 2 if rounded else v[:, :2]
    if rounded:
        x[x[:, 1] == 0, 1] = 0.5
    b, score = maximum_score(x[None, :, 0], x[None, :, 1], s[None, :])
    return {"rows": (s[:, None] * x).tolist(), "b": float(b[0]), "score": int(score[0])}


if __name__ == "__main__":
    rng = np.random.default_rng(20251028)
    write(
        "maximum-score",
        __doc__.split("\n")[0],
        ["numpy"],
        {
            "generator": LCG,
            "samples": [sample(seed, n, False) for seed, n in enumerate((2, 3, 5, 8, 20, 20, 50, 100), 1)],
            "zeros": [sample(seed, n, True) for seed, n in enumerate((3, 5, 8, 20, 20, 50, 50, 50), 100)],
            "designs": [row(design, n, rng) for design in (1, 2, 3) for n in SIZES],
        },
    )
