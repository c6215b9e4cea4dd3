"""Eigenvalues of second moments, by numpy's LAPACK, on data that a linear congruential generator makes.

Run: python3 test/golden/spectra.py
"""

from golden import LCG, lcg, write
import numpy as np


def data(n, d, seed, decay):
    """n x d numbers k / 2^20 - 1/2, column j divided by 1 + j * decay, rounded to float32."""
    steps = lcg(seed)
    raw = np.array([next(steps) for _ in range(n * d)], dtype=float).reshape(n, d) / 2**20 - 0.5
    return (raw / (1 + np.arange(d) * decay)).astype(np.float32).astype(float)


cases = []
for n, d, seed, decay in ((50, 1, 1, 0), (40, 2, 2, 1), (200, 7, 3, 0.5), (30, 40, 4, 0.1), (400, 60, 5, 0), (300, 120, 6, 1)):
    x = data(n, d, seed, decay)
    values = np.linalg.eigvalsh(x.T @ x / n)[::-1]
    centred = x - x.mean(axis=0)
    cases.append(
        {
            "n": n, "d": d, "seed": seed, "decay": decay,
            "eigenvalues": values.tolist(),
            "trace": float(np.trace(x.T @ x / n)),
            "effectiveRank": float(values.sum() ** 2 / (values**2).sum()),
            "rank": int((values > 1e-12 * values[0]).sum()),
            "centred": np.linalg.eigvalsh(centred.T @ centred / n)[::-1].tolist(),
        }
    )  # fmt: skip
write("spectra", f"x = (k / 2^20 - 1/2) / (1 + j decay) in float32, row by row; {LCG}", ["numpy"], {"cases": cases})
