"""Errors of the maximum score estimator in the plane on panels of two types of users, (3, 2) and (1, -2) in halves, each with m labels.

numpy alone, with the estimator of kink_errors.py. The last column is the error without a panel. Prints the JSON that the tests read.
"""
import json
import numpy as np
from kink_errors import estimate

def measure(m, n, replicates, seed):
    rng = np.random.default_rng(seed)
    squares = np.empty(replicates)
    for r in range(replicates):
        users = np.where(rng.random(-(-n // m))[:, None] < 0.5, [[3.0, 2.0]], [[1.0, -2.0]])
        x = rng.standard_normal((n, 2))
        utility = np.sum(x * np.repeat(users, m, axis=0)[:n], axis=1)
        s = np.where(rng.random(n) < 1 / (1 + np.exp(-utility)), 1, -1)
        squares[r] = estimate(s[:, None] * x) ** 2
    rms = np.sqrt(squares.mean())
    return {"labelsPerUser": m, "n": n, "replicates": replicates, "rms": rms, "rmsMcse": squares.std() / np.sqrt(replicates) / (2 * rms)}

if __name__ == "__main__":
    cases = [(1, 10000), (5, 10000), (20, 30000)]
    print(json.dumps([measure(m, n, 4000, 31 + i) for i, (m, n) in enumerate(cases)], indent=1))
