"""Makes argmax-curvature.json: by what share a smoothed second derivative of M_n is too large at the maximum of M_n itself, d = 2.

Paths of a two-sided Brownian motion W with steps of 1/400; Z = argmax(W(t) - t^2) on the grid; beta(eta) = 1/2 Int K''(tau) (W(Z) - W(Z + tau)) dtau with K the
normal density of scale eta, by the trapezoid rule; mean and standard error over paths. A grid misses the true maximum by a constant (0.58 times the root of the step),
which the integral of K'' over all but the first cells takes out: of order 1 % at eta = 0.3.

Run: python3 test/golden/argmax_curvature.py   (numpy 2.4; ten seconds)
"""
import json
import pathlib

import golden  # noqa: F401  (one BLAS thread)
import numpy as np

STEP, REACH, FAR, PATHS, CHUNK = 1 / 400, 3.5, 9.0, 40_000, 400
ETAS = [0.3, 0.5, 0.7, 1.0, 1.5]
OVERSHOOT = 0.5826 * np.sqrt(STEP)


def main():
    rng = np.random.default_rng(20251127)
    cells = round((REACH + FAR) / STEP)
    t = np.arange(-cells, cells + 1) * STEP
    near = np.flatnonzero(np.abs(t) <= REACH)
    k = np.arange(1, round(FAR / STEP) + 1)
    tau = k * STEP
    kernels = []
    for eta in ETAS:
        u = tau / eta
        kernels.append((u * u - 1) * np.exp(-u * u / 2) / np.sqrt(2 * np.pi) / eta**3 * STEP)
    kernels = np.array(kernels).T.astype(np.float32)
    values = []
    for _ in range(PATHS // CHUNK):
        w = np.zeros((CHUNK, 2 * cells + 1), np.float32)
        np.cumsum(rng.standard_normal((CHUNK, 2 * cells), dtype=np.float32) * np.float32(np.sqrt(STEP)), axis=1, out=w[:, 1:])
        w -= w[:, [cells]]
        top = near[np.argmax(w[:, near] - (t[near] ** 2).astype(np.float32), axis=1)]
        own = w[np.arange(CHUNK), top] + np.float32(OVERSHOOT)
        fall = np.zeros((CHUNK, len(k)), np.float32)
        for i in range(CHUNK):
            j = top[i]
            fall[i] = own[i] - (w[i, j + 1 : j + 1 + len(k)] + w[i, j - len(k) : j][::-1]) / 2
        values.append(fall @ kernels)
    values = np.concatenate(values)
    cases = [
        {"eta": eta, "share": float(v.mean()), "mcse": float(v.std() / np.sqrt(len(v)))} for eta, v in zip(ETAS, values.T)
    ]
    print(cases)
    pathlib.Path(__file__).with_name("argmax-curvature.json").write_text(json.dumps(cases, indent=2) + "\n")


main()
