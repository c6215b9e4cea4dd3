"""Curvature V of the population sign score in d = 2: Student features and Gaussian tastes, by nested adaptive quadrature.

    V = (2 / pi) E_r E_z sech^2(r s z / 2) r a / 2,  r the length of x, s^2 the variance of the taste across its mean (a, 0)

where covariances are diagonal, so that the optimum is the mean. The inner mean has a peak of width 1 / (r s) at z = 0.
Run: python3 test/golden/student_curvature.py
"""

from golden import write

import numpy as np
from scipy.integrate import quad


def inner(k):
    """E sech^2(k z / 2)."""
    if k < 1:
        return 2 * quad(lambda z: np.exp(-z * z / 2) / np.sqrt(2 * np.pi) / np.cosh(k * z / 2) ** 2, 0, 12, epsabs=1e-15)[0]
    density = lambda y: np.exp(-((y / k) ** 2) / 2) / np.sqrt(2 * np.pi) / np.cosh(y / 2) ** 2 / k
    return 2 * (quad(density, 0, 10, epsabs=1e-16)[0] + quad(density, 10, 80, epsabs=1e-16)[0])


def curvature(mean, across, degrees):
    s = np.sqrt(across)
    radial = lambda r: r * (1 + r * r / degrees) ** (-degrees / 2 - 1)
    edges = [0, 0.1, 0.5, 1, 2, 5, 10, 30, 100, 1e3, 1e4, 1e5, 1e6, 1e8]
    pieces = [
        quad(lambda r: inner(r * s) * r / 2 * mean * radial(r), a, b, epsabs=1e-13, epsrel=1e-11, limit=400)[0]
        for a, b in zip(edges, edges[1:])
    ]
    return 2 / np.pi * sum(pieces)


cases = [
    {"degrees": degrees, "along": along, "across": across, "curvature": curvature(2, across, degrees)}
    for degrees in (1, 3, 5)
    for along, across in ((0.5, 2), (0.01, 0.02), (4, 9))
]
write(
    "student-curvature",
    "V for Student features of unit scale and tastes N((2, 0), diag(along, across))",
    ["numpy", "scipy"],
    {"cases": cases},
)
