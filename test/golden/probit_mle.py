"""Probit maximum likelihood, max_b mean log Phi(z_i . b), by scipy's trust-region Newton method on log_ndtr and three
more Newton steps; and log Phi and its slope phi / Phi at points, by mpmath with 60 digits.

Rows follow the recipe of logistic_mle.py, or are written out.
Run: python3 test/golden/probit_mle.py
"""

from golden import write  # before numpy: it sets the number of BLAS threads

import mpmath as mp
import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr

from logistic_mle import RECIPE, drawn

mp.mp.dps = 60


def slope(v):
    return np.exp(-v * v / 2 - np.log(2 * np.pi) / 2 - log_ndtr(v))


def maximum(z):
    n, d = z.shape

    def value(b):
        v = z @ b
        return -log_ndtr(v).mean(), -(z.T @ slope(v)) / n

    def hessian(b):
        v = z @ b
        r = slope(v)
        return (z * (r * (r + v))[:, None]).T @ z / n

    b = minimize(value, np.zeros(d), jac=True, hess=hessian, method="trust-exact", options={"gtol": 1e-12}).x
    for _ in range(3):
        b = b - np.linalg.solve(hessian(b), value(b)[1])
    return b, float(-value(b)[0])


def case(name, z, source):
    b, objective = maximum(z)
    return {"name": name, "n": len(z), "d": z.shape[1], **source, "coefficients": [float(v) for v in b], "objective": objective}


def main():
    cases = []
    for seed, n, beta in (
        (11, 200, [1.5, -0.5]), (99, 5000, [2, -1, 0.5, 0]), (14, 2000, [64.0, 32.0, -16.0]), (3, 40_000, [1.0, 2.0]),
    ):
        x, signs = drawn(seed, n, beta)
        cases.append(case(f"n = {n}, d = {len(beta)}", signs[:, None] * x, {"seed": seed, "beta": beta}))
    # Phi(b) = 3/4: three rows for and one against.
    cases.append(case("three rows against one in d = 1", np.array([[1.0], [1], [1], [-1]]), {"rows": [[1], [1], [1], [-1]]}))
    points = [-1e5, -1e4, -300.0, -40.0, -38.0, -12.5, -5.0, -1.0, -1e-3, 0.0, 1e-3, 0.5, 1.0, 3.0, 8.0, 12.5, 40.0]
    values = []
    for v in points:
        x = mp.mpf(v)
        tail = mp.erfc(-x / mp.sqrt(2)) / 2
        values.append({"v": v, "logCdf": float(mp.log(tail)), "slope": float(mp.npdf(x) / tail)})
    about = "coefficients: argmax_b mean log Phi(z_i . b); objective = the maximum; z = rows, or by the recipe. values: log Phi(v), phi(v) / Phi(v)."
    write("probit-mle", about, ["numpy", "scipy", "mpmath"], {"recipe": RECIPE, "cases": cases, "values": values})


if __name__ == "__main__":
    main()
