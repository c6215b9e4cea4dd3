"""RLHF, the staged sign estimator and pooled mixtures on dense float32 rows by scipy's L-BFGS, one core, X read once an evaluation.

Reads from stdin lines `n d path K,K`, path a file of n x d float32 rows z, K components of mixtures or nothing, and answers each with one JSON
line: for `rlhf`, `sign` and `em-K` wall seconds, CPU seconds, evaluations and objective. The algorithm is the one of kernels/dense: the metric of the features' mean squares,
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


def ascend(function, start, enough, options={"maxcor": 12, "maxiter": 500}):
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
        minimize(seen, start, jac=True, method="L-BFGS-B", options={"gtol": 0, "ftol": 0, "maxfun": 100000, **options})
    except Enough:
        pass
    return (*last[0], count[0])


def rlhf(z, scale, median, unit, tolerance=1e-6):
    def function(w):
        theta = w / scale
        value, gradient = losses(z, theta, logistic)
        value += RIDGE * unit / 2 * theta @ theta
        gradient += RIDGE * unit * theta
        return value, gradient / scale, np.linalg.norm(gradient)

    return ascend(function, np.zeros(z.shape[1]), tolerance * median)


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


def mixture(z, scale, median, unit, components):
    """Two random starts around RLHF, on the likelihood itself, as kernels/dense/dense-em.ts; every label is a user's only one."""
    n, d = z.shape
    pooled, _, before = rlhf(z, scale, median, unit, 1e-4)
    pooled /= scale
    radius = max(np.linalg.norm(scale * pooled), 1e-3)
    rng = np.random.default_rng(1)

    def function(w):
        tastes = w[: components * d].reshape(components, d) / scale
        raw = w[components * d :]
        weights = np.exp(raw - raw.max())
        weights /= weights.sum()
        single = tastes.astype(np.float32).T.copy()
        value, gradient, shares = 0.0, np.zeros((components, d)), np.zeros(components)
        for start in range(0, n, BLOCK):
            block = z[start : start + BLOCK]
            v = (block @ single).astype(np.float64)
            e = np.exp(-np.abs(v))
            right = np.where(v < 0, e, 1) / (1 + e)
            own = weights * right
            total = own.sum(axis=1)
            value -= np.log(total).sum()
            own /= total[:, None]
            shares += own.sum(axis=0)
            gradient -= (own * (1 - right)).astype(np.float32).T @ block
        value = value / n + RIDGE * unit / 2 * (tastes * tastes).sum()
        gradient = gradient / n + RIDGE * unit * tastes
        rest = (n * weights - shares) / n
        slope = np.sqrt((gradient * gradient).sum() + (rest * rest).sum())
        return value, np.concatenate([(gradient / scale).ravel(), rest]), slope

    best, evaluations = None, before
    for _ in range(2):
        away = rng.standard_normal((components, d))
        away *= radius / np.linalg.norm(away, axis=1, keepdims=True)
        start = np.concatenate([(scale * pooled + away).ravel(), np.zeros(components)])
        w, value, count = ascend(function, start, 1e-5 * median, {"maxcor": 30, "maxiter": 200})
        evaluations += count
        best = (w, value) if best is None or value < best[1] else best
    return (*best, evaluations)


for line in sys.stdin:
    n, d, path, *components = line.split()
    z = np.fromfile(path, dtype=np.float32).reshape(int(n), int(d))
    some = z[:: max(1, len(z) // 1024)]
    squares = np.mean(np.square(some, dtype=np.float64), axis=0)
    median = float(np.median(np.linalg.norm(some, axis=1)))
    scale = np.sqrt(squares)
    answer = {}
    unit = squares.mean()
    runs = {"rlhf": lambda: rlhf(z, scale, median, unit), "sign": lambda: sign(z, scale, median)}
    for k in components[0].split(",") if components else []:
        runs[f"em-{k}"] = lambda k=int(k): mixture(z, scale, median, unit, k)
    for name, run in runs.items():
        wall, cpu = time.perf_counter(), time.process_time()
        _, value, evaluations = run()
        answer[name] = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "evaluations": evaluations,
            "objective": -value,
        }
    print(json.dumps(answer), flush=True)
