"""The mean of users' logistic estimates, shrunk towards the pooled one, by scipy's BFGS; the moment estimate of their spread from
its definition, pair by pair. Rows follow the recipe of logistic_mle.py, m a user.

Run: python3 test/golden/per_user_mean.py
"""

from golden import write  # before numpy: it sets the number of BLAS threads

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from logistic_mle import RECIPE, drawn, loss, maximum


def moment(z, m, p, metric):
    inverse = np.linalg.inv(metric)
    above = below = 0.0
    for first in range(0, len(z), m):
        own = z[first : first + m]
        v = own @ p
        for i in range(len(own)):
            for j in range(len(own)):
                if i != j:
                    inner = own[i] @ inverse @ own[j]
                    above += expit(-v[i]) * expit(-v[j]) * inner
                    below += expit(v[i]) * expit(-v[i]) * expit(v[j]) * expit(-v[j]) * inner**2
    return above / below if below > 0 else 0.0


def case(seed, n, beta, m, shrinkage):
    x, signs = drawn(seed, n, beta)
    z = signs[:, None] * x
    p = maximum(z)[0].astype(float)
    metric = z.T @ z / n
    spread = max(0.0, moment(z, m, p, metric)) if shrinkage == "auto" else 1 / shrinkage
    tastes = []
    for first in range(0, n, m):
        own = z[first : first + m]

        def value(b):
            f, g = loss(b, own)
            return len(own) * f + (b - p) @ metric @ (b - p) / spread / 2, len(own) * g + metric @ (b - p) / spread

        tastes.append(minimize(value, p, jac=True, method="BFGS", options={"gtol": 1e-10}).x if spread > 0 else p)
    return {"seed": seed, "n": n, "beta": beta, "m": m, "shrinkage": shrinkage, "spread": spread, "mean": np.mean(tastes, axis=0).tolist()}


def main():
    cases = [case(7, 301, [1.0, 2.0], m, s) for m in (1, 2, 10, 50) for s in ("auto", 0.5, 20.0)]
    cases.append(case(8, 203, [1.0, -2.0, 0.5], 7, 1.0))
    write("per-user-mean", "mean: the mean of the users' estimates; spread: 1 / shrinkage, or its moment estimate.", ["numpy", "scipy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
