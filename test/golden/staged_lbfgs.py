"""Maxima of the annealed sign objective where it has several, or columns of different scale, by staged L-BFGS of scipy.

The objective, its stages and the data are those of anneal_lbfgs.py, the data's columns times `scales`. `stages` begin at the
mean of z; `highest` is the best of `starts` further climbs, directly at the last lambda, from directions drawn uniformly: with
so many it is the global maximum but for bad luck.
Run: python3 test/golden/staged_lbfgs.py
"""

from golden import write  # before numpy: it sets the number of BLAS threads

import numpy as np
from anneal_lbfgs import STAGES, maximise, staged
from logistic_mle import RECIPE, drawn


def case(name, seed, n, beta, starts, scales):
    x, signs = drawn(seed, n, beta)
    z = signs[:, None] * x * np.array(scales)
    last = staged(z.mean(axis=0), z)[-1]
    draw = np.random.default_rng(20251029)
    values = []
    best, where = -1.0, None
    for _ in range(starts):
        w = draw.standard_normal(len(beta))
        theta, value, _ = maximise(w / np.linalg.norm(w), z, STAGES[-1])
        values.append(value)
        if value > best:
            best, where = value, theta
    return {
        "name": name,
        "n": n,
        "d": len(beta),
        "seed": seed,
        "beta": beta,
        "scales": scales,
        "stages": {"value": last["value"], "direction": last["direction"]},
        "highest": {"starts": starts, "value": best, "direction": where.tolist(), "share": float(np.mean(np.array(values) > best - 1e-9))},
    }


def main():
    cases = [
        case("n = 20000, d = 6, columns of scale 1/8 to 8", 23, 20000, [1.0, -0.5, 0.5, 0.25, -1.0, 0.5], 20, [0.125, 0.25, 0.5, 2.0, 4.0, 8.0]),
        case("n = 1000, d = 5", 24, 1000, [1.0, -0.5, 0.5, 0.25, -1.0], 200, [1.0] * 5),
        *(case(f"n = 200, d = 3, seed {seed}", seed, 200, [1.0, -0.5, 0.5], 200, [1.0] * 3) for seed in range(31, 43)),
    ]
    about = "stages: local maximum at the end of the stages from the mean; highest: the best of many starts at the last lambda."
    write("staged-lbfgs", about, ["numpy", "scipy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
