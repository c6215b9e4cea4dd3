"""EM for a mixture of two logits as an expert writes it in numpy: one Newton step in each M-step, two labels a user, no acceleration.

Answers each line of its input with the seconds of two starts to a change of 1e-8 and their passes, on data of its own:
python3 em.py N
"""
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import sys, time, json
import numpy as np

N, M = int(sys.argv[1]), 2


def data(seed):
    rng = np.random.default_rng(seed)
    users = np.repeat(rng.random(N // M) < 0.5, M)
    x = rng.standard_normal((N, 2))
    taste = np.where(users[:, None], [3.0, 2.0], [1.0, -2.0])
    return x * np.where(rng.random(N) * (1 + np.exp(-(x * taste).sum(1))) < 1, 1.0, -1.0)[:, None]


def em(z, outer, theta):
    w = 0.5
    for passes in range(1, 5001):
        e = np.exp(-(theta @ z.T))
        p = 1 / (1 + e)
        likelihood = p[:, 0::2] * p[:, 1::2]
        a, b = w * likelihood[0], (1 - w) * likelihood[1]
        r = a / (a + b)
        rows = np.repeat(np.stack([r, 1 - r]), M, axis=1)
        slopes = rows * (1 - p)
        gradient = slopes @ z
        h = (slopes * p) @ outer
        det = h[:, 0] * h[:, 2] - h[:, 1] ** 2
        step = np.stack([h[:, 2] * gradient[:, 0] - h[:, 1] * gradient[:, 1], h[:, 0] * gradient[:, 1] - h[:, 1] * gradient[:, 0]], 1) / det[:, None]
        share = r.mean()
        change = max(np.abs(step).max(), abs(share - w))
        theta, w = theta + step, share
        if change < 1e-8:
            break
    return theta, w, passes


z = data(1)
outer = np.stack([z[:, 0] ** 2, z[:, 0] * z[:, 1], z[:, 1] ** 2], 1)
for _ in sys.stdin:
    start = time.perf_counter()
    fits = [em(z, outer, np.array(t)) for t in ([[2.0, 1.0], [1.0, -1.0]], [[1.0, 1.0], [2.0, -0.5]])]
    mean = fits[0][1] * fits[0][0][0] + (1 - fits[0][1]) * fits[0][0][1]
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "passes": sum(f[2] for f in fits), "degrees": float(np.degrees(np.arctan2(mean[1], mean[0])))}), flush=True)
