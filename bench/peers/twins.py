"""RLHF and the staged sign estimator on dense float32 rows by scipy's L-BFGS, one core, X read once an evaluation.

Reads from stdin lines `n d path`, path a file of n x d float32 rows z, and answers each with one JSON line: for `rlhf` and `sign`
wall seconds, CPU seconds, evaluations and objective. The algorithm is the one of kernels/dense: the metric of the features' mean squares,
stages 1, 2, 4, 8, 15 in units of the index along the mean of z, slopes 1e-2 and 1e-4.
"""

import json
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from scipy.optimize import minimize

BLOCK = 512
RIDGE = 1e-4


def losses(z, theta, of):
    """of(v) gives the losses of a block and their derivatives in v."""
    total, gradient = 0.0, np.zeros(z.shape[1])
    single = theta.astype(np.float32)
    for start in range(0, len(z), BLOCK):
        block = z[start : start + BLOCK]
        value, slope = of((block @ single).astype(np.float64))
        total += value.sum()
        gradient += slope.astype(np.float32) @ block
    return total / len(z), gradient / len(z)


def logistic(v):
    e = np.exp(-np.abs(v))
    return np.maximum(-v, 0) + np.log1p(e), -np.where(v < 0, 1, e) / (1 + e)


def annealed(v):
    t = np.tanh(v / 2)
    return -t, -(1 - t * t) / 2


class Enough(Exception):
    pass


def ascend(function, start, enough):
    """Minimises until the gradient is short enough, which L-BFGS-B measures in another norm."""
    last, count = [None], [0]

    def seen(w):
        count[0] += 1
        value, gradient, slope = function(w)
        last[0] = (w.copy(), value)
        if slope <= enough:
            raise Enough
        return value, gradient

    try:
        minimize(seen, start, jac=True, method="L-BFGS-B", options={"gtol": 0, "ftol": 0, "maxcor": 12, "maxiter": 500})
    except Enough:
        pass
    return (*last[0], count[0])


def rlhf(z, scale, median, unit):
    def function(w):
        theta = w / scale
        value, gradient = losses(z, theta, logistic)
        value += RIDGE * unit / 2 * theta @ theta
        gradient += RIDGE * unit * theta
        return value, gradient / scale, np.linalg.norm(gradient)

    return ascend(function, np.zeros(z.shape[1]), 1e-6 * median)


def sign(z, scale, median):
    mean = z.mean(axis=0, dtype=np.float64)
    mean /= np.linalg.norm(mean)
    index = np.sqrt(np.mean(np.square(z @ mean.astype(np.float32), dtype=np.float64)))
    w, evaluations, value = mean * scale, 2, 0.0
    for lam in (1, 2, 4, 8, 15):

        def function(w, sharp=lam / index):
            theta = w / scale
            length = np.linalg.norm(theta)
            theta = theta / length
            value, gradient = losses(z, theta * sharp, annealed)
            gradient = sharp * gradient
            tangent = gradient - (gradient @ theta) * theta
            return value, tangent / length / scale, np.linalg.norm(tangent)

        steepest = min(1.0, lam / index * median / np.sqrt(z.shape[1]))
        w, value, count = ascend(function, w, (1e-4 if lam == 15 else 1e-2) * steepest)
        evaluations += count
    return w, value, evaluations


for line in sys.stdin:
    n, d, path = line.split()
    z = np.fromfile(path, dtype=np.float32).reshape(int(n), int(d))
    some = z[:: max(1, len(z) // 1024)]
    squares = np.mean(np.square(some, dtype=np.float64), axis=0)
    median = float(np.median(np.linalg.norm(some, axis=1)))
    scale = np.sqrt(squares)
    answer = {}
    for name, run in (("rlhf", lambda: rlhf(z, scale, median, squares.mean())), ("sign", lambda: sign(z, scale, median))):
        wall, cpu = time.perf_counter(), time.process_time()
        _, value, evaluations = run()
        answer[name] = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "evaluations": evaluations,
            "objective": -value,
        }
    print(json.dumps(answer), flush=True)
