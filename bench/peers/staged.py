"""Staged L-BFGS by scipy on the annealed sign loss, with blocked numpy kernels: lambda = 1, 3, 7, 15, one core.

Reads from stdin lines `n d seed path`, path a file of n x d float64 rows z, and answers each with one JSON line:
seconds (median of five), evaluations, objective at the last lambda.
"""

import json
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from scipy.optimize import minimize

BLOCK = 16384


def value_and_gradient(theta, z, lam):
    n, d = z.shape
    total, gradient = 0.0, np.zeros(d)
    for start in range(0, n, BLOCK):
        block = z[start : start + BLOCK]
        t = block @ (theta * (lam / 2))
        np.tanh(t, out=t)
        total += t.sum()
        np.multiply(t, t, out=t)
        np.subtract(1.0, t, out=t)
        gradient += t @ block
    return total / n, gradient * (lam / 2 / n)


def negative(w, z, lam, count):
    count[0] += 1
    length = np.linalg.norm(w)
    theta = w / length
    value, gradient = value_and_gradient(theta, z, lam)
    return -value, -(gradient - (gradient @ theta) * theta) / length


def staged(z):
    count = [0]
    w = z.mean(axis=0)
    w /= np.linalg.norm(w)
    for lam in (1, 3, 7, 15):
        found = minimize(negative, w, args=(z, lam, count), jac=True, method="L-BFGS-B", options={"gtol": 1e-6, "ftol": 1e-12})
        w = found.x / np.linalg.norm(found.x)
    return -found.fun, count[0]


for line in sys.stdin:
    n, d, path = line.split()
    z = np.fromfile(path).reshape(int(n), int(d))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        objective, evaluations = staged(z)
        times.append(time.perf_counter() - start)
    print(json.dumps({"seconds": sorted(times)[2], "evaluations": evaluations, "objective": objective}), flush=True)
