"""Logistic likelihood with a ridge: max_b mean log sigma(z_i . b) - ridge |b|^2 / 2, by scipy's trust-region Newton method,
then by Newton's in 80-bit floating point until the gradient is below 1e-16 in every coordinate. Some of the samples are
separable, so that without a ridge there is no maximum.

Rows follow the recipe of logistic_mle.py, or are integers written out.
Run: python3 test/golden/ridge_mle.py   (needs an 80-bit long double, so x86)
"""

from golden import write  # before numpy: it sets the number of BLAS threads

import numpy as np
from scipy.optimize import minimize

from logistic_mle import RECIPE, drawn, gradient_and_hessian, loss, separable


def maximum(z, ridge):
    d = z.shape[1]

    def value(b):
        f, g = loss(b, z)
        return f + ridge * (b @ b) / 2, g + ridge * b

    def hessian(b):
        return gradient_and_hessian(b, z)[1] + ridge * np.eye(d)

    start = minimize(value, np.zeros(d), jac=True, hess=hessian, method="trust-exact", options={"gtol": 1e-10}).x
    rows, b = z.astype(np.longdouble), start.astype(np.longdouble)
    for _ in range(20):
        gradient, second = gradient_and_hessian(b, rows)
        gradient = gradient - np.longdouble(ridge) * b
        if np.abs(gradient).max() < 1e-16:
            break
        b = b + np.linalg.solve((second + ridge * np.eye(d)).astype(float), gradient.astype(float))
    objective = -np.log1p(np.exp(-(rows @ b))).mean() - np.longdouble(ridge) * (b * b).sum() / 2
    return b, float(objective)


def case(name, z, ridge, source):
    b, objective = maximum(z, ridge)
    return {
        "name": f"{name}, ridge {ridge}", "n": len(z), "d": z.shape[1], "ridge": ridge, **source,
        "separable": bool(separable(z)), "coefficients": [float(v) for v in b], "objective": objective,
    }


def main():
    cases = []
    for ridge in (1e-6, 0.01, 1.0, 100.0):
        for seed, n, beta in ((11, 200, [1.5, -0.5]), (99, 5000, [2, -1, 0.5, 0])):
            x, signs = drawn(seed, n, beta)
            cases.append(case(f"n = {n}, d = {len(beta)}", signs[:, None] * x, ridge, {"seed": seed, "beta": beta}))
        for name, rows in (
            ("one row", [[1, 2]]),
            ("a half-plane", [[3, 1], [2, -1], [1, 4], [5, 0]]),
            ("rows on a line", [[1, 2], [2, 4], [-1, -2]]),
        ):
            cases.append(case(name, np.array(rows, dtype=float), ridge, {"rows": rows}))
    about = "coefficients: argmax_b mean log sigma(z_i . b) - ridge |b|^2 / 2; objective = the maximum; z = rows, or by the recipe."
    write("ridge-mle", about, ["numpy", "scipy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
