"""The flagship as one writes it on the first day: one replicate at a time, argsort for the sign estimator, full Newton
for RLHF.
"""

from flagship import SIZES, arguments, report  # first: it sets the number of BLAS threads before numpy loads

import numpy as np
from scipy.special import expit

TASTES = np.array([[3.0, 2.0], [1.0, -2.0]])


def draw(generator, n):
    x = generator.standard_normal((n, 2))
    tastes = TASTES[generator.integers(0, 2, n)]
    chosen = generator.random(n) < expit(np.sum(x * tastes, axis=1))
    return np.where(chosen[:, None], x, -x)


def sign(z):
    """Row i counts +1 for directions within a quarter turn of its angle: sort the 2 n places where the score changes."""
    angles = np.arctan2(z[:, 1], z[:, 0])
    places = np.mod(np.concatenate([angles - np.pi / 2, angles + np.pi / 2]), 2 * np.pi)
    order = np.argsort(places)
    jumps = np.where(order < len(z), 2, -2)
    score = np.cumsum(jumps)
    ends = places[order]
    best = score == score.max()
    start, stop = ends[best], np.append(ends[1:], ends[0] + 2 * np.pi)[best]
    centre = np.array([np.sum(np.sin(stop) - np.sin(start)), np.sum(np.cos(start) - np.cos(stop))])
    return centre / np.linalg.norm(centre)


def rlhf(z):
    b = np.zeros(2)
    for _ in range(50):
        wrong = expit(-(z @ b))
        step = np.linalg.solve((z * (wrong * (1 - wrong))[:, None]).T @ z, z.T @ wrong)
        b += step
        if np.abs(step).max() < 1e-10:
            return b / np.linalg.norm(b)
    raise RuntimeError("Newton did not converge")


def main():
    options = arguments(__doc__)
    sizes = SIZES if options.flagship else [(options.n, options.replicates)]
    generator = np.random.default_rng(options.seed)

    def work():
        directions = {}
        for n, replicates in sizes:
            samples = (draw(generator, n) for _ in range(replicates))
            fits = np.array([(sign(z), rlhf(z)) for z in samples])
            directions[n] = {"sign": fits[:, 0], "rlhf": fits[:, 1]}
        return directions

    report("plain numpy", sizes, 1, work)


if __name__ == "__main__":
    main()
