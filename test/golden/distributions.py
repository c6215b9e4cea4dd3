"""Distribution functions by scipy and mpmath: normal, Student, Owen's T.

Run: python3 test/golden/distributions.py
"""

import mpmath
import numpy as np
from golden import write
from scipy import special

mpmath.mp.dps = 40


def student(t, k):
    tail = mpmath.betainc(mpmath.mpf(k) / 2, mpmath.mpf(1) / 2, 0, k / (k + mpmath.mpf(t) ** 2), regularized=True) / 2
    return float(tail if t < 0 else 1 - tail)


def owen(h, a):
    f = lambda x: mpmath.exp(-h * h * (1 + x * x) / 2) / (1 + x * x)
    steps = [0, a] if a <= 1 else [0, 1] + [2**k for k in range(1, 60) if 2**k < a] + [a]
    return float(mpmath.quad(f, steps) / (2 * mpmath.pi))


NORMAL = np.concatenate([np.linspace(-8, 8, 65), [-37, -25, -12.3, -1e-9, 1e-300, 30, 1000, -1000]])
write(
    "distributions",
    __doc__.split("\n")[0],
    ["numpy", "scipy", "mpmath"],
    {
        "normalCdf": [[float(z), float(mpmath.ncdf(z))] for z in NORMAL],
        "studentCdf": [
            [t, k, student(t, k)] for k in (0.3, 1, 2, 3, 7.5, 40, 1000, 1e5) for t in (-50, -4, -1.3, -0.2, -1e-6, 0, 0.5, 2, 9)
        ],
        "owensT": [
            [h, a, owen(mpmath.mpf(h), mpmath.mpf(a))] for h in (0, 1e-3, 0.2, 1, 2.5, 5, 9) for a in (1e-6, 0.1, 0.7, 1, 1.01, 3, 40, 1e4)
        ],
        "owensScipy": [[h, a, float(special.owens_t(h, a))] for h in (-1.5, 0.4, 3) for a in (-2, -0.3, 0, 0.8, 25)],
    },
)
