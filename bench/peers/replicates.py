"""RLHF and 100 annealed steps of .5 on many data sets of n = 1000, d = 5, as an expert writes it in numpy: vectorised across
replicates, a batch at a time that stays in cache, features column by column, everything in place.

Prints one JSON line: CPU seconds of the process, and the root-mean-square angle of each estimator.
Run: python3 replicates.py REPLICATES float64|float32
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import json
import sys
import time

import numpy as np

N, D, STEPS, STEP = 1000, 5, 100, 0.5
TYPES = np.array([[2, 1, 0, -1, 0.5], [0, 1, -1, 0, 0.5]])
BATCH = 16


def draw(generator, z, dtype):
    generator.standard_normal(out=z, dtype=dtype)
    taste = TYPES.astype(dtype)[generator.integers(0, 2, (len(z), N))]
    utility = np.einsum("bdn,bnd->bn", z, taste)
    z *= np.where(generator.random((len(z), N), dtype=dtype) * (1 + np.exp(-utility)) < 1, 1, -1)[:, None, :].astype(dtype)


def newton(z):
    """Until the mean log-likelihood's gradient is at most 1e-10 in float64; float32 stops at what its digits give."""
    theta = np.zeros((len(z), 1, D), z.dtype)
    tolerance = 1e-10 if z.dtype == np.float64 else 1e-5
    for _ in range(30):
        p = (theta @ z)[:, 0]
        np.exp(p, out=p)
        p += 1
        np.reciprocal(p, out=p)
        gradient = z @ p[:, :, None] / N
        p *= 1 - p
        hessian = (z * p[:, None, :]) @ z.transpose(0, 2, 1) / N
        step = np.linalg.solve(hessian, gradient)
        theta += step.transpose(0, 2, 1)
        # After a step of length r the gradient is of order r^2.
        if np.abs(step).max() ** 2 < tolerance:
            break
    return theta[:, 0]


def anneal(z):
    theta = z.mean(axis=2)[:, None, :]
    theta /= np.linalg.norm(theta, axis=2, keepdims=True)
    v = np.empty((len(z), 1, N), z.dtype)
    for lam in np.linspace(1, 15, STEPS).astype(z.dtype):
        np.matmul(theta, z, out=v)
        v *= lam / 2
        np.tanh(v, out=v)
        v *= v
        np.subtract(1, v, out=v)
        gradient = v @ z.transpose(0, 2, 1)
        gradient *= lam / 2 / N
        gradient -= (gradient * theta).sum(axis=2, keepdims=True) * theta
        theta += z.dtype.type(STEP) * gradient
        theta /= np.linalg.norm(theta, axis=2, keepdims=True)
    return theta[:, 0]


def angles(found):
    target = TYPES.mean(axis=0)
    found = found.astype(np.float64)
    return np.arccos(np.clip(found @ target / np.linalg.norm(found, axis=1) / np.linalg.norm(target), -1, 1))


def main():
    replicates, dtype = int(sys.argv[1]), np.dtype(sys.argv[2])
    generator = np.random.Generator(np.random.SFC64(1))
    z = np.empty((BATCH, D, N), dtype)
    errors = {"rlhf": [], "annealed": []}
    start = time.process_time()
    for _ in range(0, replicates, BATCH):
        draw(generator, z, dtype)
        errors["rlhf"].append(angles(newton(z)))
        errors["annealed"].append(angles(anneal(z)))
    seconds = time.process_time() - start
    rms = {name: float(np.sqrt(np.mean(np.concatenate(found) ** 2))) for name, found in errors.items()}
    print(json.dumps({"cpuSeconds": seconds, **rms}))


if __name__ == "__main__":
    main()
