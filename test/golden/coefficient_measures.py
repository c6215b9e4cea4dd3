"""bias, sd and rmse of b = theta_2 / theta_1 over replicates with their Monte Carlo errors, by numpy.

`delta`: s / sqrt R for the bias; sqrt((c4 - s^4 (R - 3) / (R - 1)) / R) / (2 s) for the sd; sqrt((m4 - m2^2) / R) / (2 sqrt m2) for
the rmse. `jackknife`: the same errors from every leave-one-out sample in full, which differ by terms of order 1 / R.
Directions (1000, k_i / 2^10) of length one after normalising, k_i from the integer generator of golden.py.
Run: python3 test/golden/coefficient_measures.py
"""

from itertools import islice

import numpy as np
from golden import LCG, lcg, write

STATISTICS = {"bias": np.mean, "sd": lambda e: np.std(e, ddof=1), "rmse": lambda e: np.sqrt(np.mean(e**2))}


def jackknife(e, statistic):
    R = len(e)
    without = np.array([statistic(np.delete(e, i)) for i in range(R)])
    return float(np.sqrt((R - 1) / R * np.sum((without - without.mean()) ** 2)))


def case(seed, size, mean):
    second = np.fromiter(islice(lcg(seed), size), dtype=np.float64, count=size) / 2**10
    directions = np.stack([np.full(size, 1000.0), second], axis=1)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    e = directions[:, 1] / directions[:, 0] - mean[1] / mean[0]
    R, s, m2, m4 = size, np.std(e, ddof=1), np.mean(e**2), np.mean(e**4)
    c4 = np.mean((e - e.mean()) ** 4)
    delta = {
        "bias": s / np.sqrt(R),
        "sd": np.sqrt((c4 - s**4 * (R - 3) / (R - 1)) / R) / (2 * s),
        "rmse": np.sqrt((m4 - m2**2) / R) / (2 * np.sqrt(m2)),
    }
    found = {
        name: {"value": float(f(e)), "delta": float(delta[name]), "jackknife": jackknife(e, f)} for name, f in STATISTICS.items()
    }
    return {"mean": mean, "directions": directions.tolist(), **found}


write(
    "coefficient-measures",
    __doc__.split("\n")[0],
    ["numpy"],
    {"generator": LCG, "cases": [case(1, 3, [1, 1]), case(2, 20, [2, 1]), case(3, 400, [1, 0.4])]},
)
