"""The annealed sign loss with its gradient, as numpy has it: python3 losses.py KIND N D SETS

KIND plain: whole arrays, as one writes it on the first day. KIND expert: pieces of 16,384 rows that stay in the cache, every
intermediate array in place, products by BLAS; several data sets at once where they are small. float64, one thread.
Answers each line of its input as bench/peers/losses.c does.
"""

import json
import os
import sys
from time import perf_counter

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402

PIECE = 16_384


def features(n, d, state):
    """The linear congruential generator of losses.c: 4096 states one by one, then each stretch from the one before."""
    out = np.empty(n * d)
    values = np.empty(n * d, dtype=np.uint32)
    stretch = min(4096, n * d)
    s, power, offset = state, 1, 0
    for k in range(stretch):
        s = (s * 1664525 + 1013904223) & 0xFFFFFFFF
        values[k] = s
        power, offset = (power * 1664525) & 0xFFFFFFFF, (offset * 1664525 + 1013904223) & 0xFFFFFFFF
    for start in range(stretch, n * d, stretch):
        size = min(stretch, n * d - start)
        values[start : start + size] = values[start - stretch : start - stretch + size] * np.uint32(power) + np.uint32(offset)
    np.divide(values, 1073741824.0, out=out)
    out -= 2
    return out.reshape(n, d)


def plain(z, theta):
    """z: sets x n x d."""
    total, gradients = 0.0, []
    for rows in z:
        t = np.tanh(rows @ theta / 2)
        total += t.sum()
        gradients.append(((1 - t**2) / 2) @ rows)
    return total


def expert(z, theta):
    sets, n, d = z.shape
    total = 0.0
    gradient = np.zeros((sets, d))
    together = max(1, PIECE // n)
    rows_at_once = min(n, PIECE)
    v_buffer = np.empty(together * rows_at_once)
    half = theta / 2
    for first in range(0, sets, together):
        group = z[first : first + together]
        for start in range(0, n, rows_at_once):
            piece = group[:, start : start + rows_at_once]
            k, m, _ = piece.shape
            v = v_buffer[: k * m]
            np.dot(piece.reshape(-1, d), half, out=v)
            np.tanh(v, out=v)
            total += v.sum()
            np.multiply(v, v, out=v)
            np.subtract(1, v, out=v)
            gradient[first : first + k] += np.matmul(v.reshape(k, 1, m), piece)[:, 0]
    gradient /= 2
    return total


def main():
    kind, n, d, sets = sys.argv[1], *map(int, sys.argv[2:5])
    z = np.stack([features(n, d, s + 1) for s in range(sets)])
    theta = np.array([7 * (1 - 2 * j / d) / 2 for j in range(d)])
    evaluate = {"plain": plain, "expert": expert}[kind]
    for line in sys.stdin:
        evaluations = int(line)
        start = perf_counter()
        for _ in range(evaluations):
            total = evaluate(z, theta)
        ns = 1e9 * (perf_counter() - start) / (n * sets * evaluations)
        print(json.dumps({"nsPerRow": ns, "sum": total}), flush=True)


if __name__ == "__main__":
    main()
