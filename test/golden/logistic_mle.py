"""Logistic maximum likelihood, max_b sum_i log sigma(z_i . b), by scipy and then to 1e-15 in extended precision.

Whether the maximum exists is decided first, by linear programming: it does not if and only if some b has z_i . b >= 0
for every row and > 0 for one (complete or quasi-complete separation; Albert and Anderson 1984). Where it exists,
L-BFGS finds it and Newton's method in 80-bit floating point polishes it until the gradient of the mean
log-likelihood is below 1e-15 in every coordinate.

Rows are integers divided by `scale`, a power of two. Up to 60 rows are written out; the others follow RECIPE,
in which every operation is exact in float64.
Run: python3 test/golden/logistic_mle.py   (needs an 80-bit long double, so x86)
"""

from itertools import islice

from golden import LCG, lcg, write  # before numpy: it sets the number of BLAS threads

import numpy as np
from scipy.optimize import linprog, minimize
from scipy.special import expit

RECIPE = (
    f"{LCG}. Row by row: d integers k_j give x_j = (k_j - 2^19) / 2^18; the next k gives u = (2 k + 1) / 2^21; "
    "t = sum_j x_j beta_j; s = +1 if (2 u - 1)(1 + |t|) < t else -1, all exact in float64; z_j = s x_j."
)


def drawn(seed, n, beta):
    """x (n x d) and s of the recipe."""
    d = len(beta)
    k = np.fromiter(islice(lcg(seed), n * (d + 1)), dtype=np.float64, count=n * (d + 1)).reshape(n, d + 1)
    x = (k[:, :d] - 2.0**19) / 2.0**18
    t = x @ np.array(beta)
    u = (2 * k[:, d] + 1) / 2.0**21
    return x, np.where((2 * u - 1) * (1 + np.abs(t)) < t, 1.0, -1.0)


def separable(z):
    d = z.shape[1]
    answer = linprog(-z.sum(axis=0), A_ub=-z, b_ub=np.zeros(len(z)), bounds=[(-1, 1)] * d, method="highs")
    return -answer.fun > 1e-6


def loss(b, z):
    margins = z @ b
    return np.logaddexp(0, -margins).mean(), -(z.T @ expit(-margins)) / len(z)


def gradient_and_hessian(b, z):
    margins = z @ b
    wrong = 1 / (1 + np.exp(margins))
    weights = wrong * (1 - wrong)
    return (z * wrong[:, None]).sum(axis=0) / len(z), (z * weights[:, None]).T @ z / len(z)


def maximum(z):
    start = minimize(loss, np.zeros(z.shape[1]), args=(z,), jac=True, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-9, "maxiter": 5000}).x
    rows, b = z.astype(np.longdouble), start.astype(np.longdouble)
    for _ in range(50):
        gradient, hessian = gradient_and_hessian(b, rows)
        if np.abs(gradient).max() < 1e-15:
            break
        b = b + np.linalg.solve(hessian.astype(float), gradient.astype(float))
    else:
        raise RuntimeError("Newton did not reach 1e-15")
    margins = rows @ b
    return b, -np.log1p(np.exp(-margins)).sum(), float(np.abs(gradient).max())


def solved(z):
    if not z.any():
        return {"status": "degenerate"}
    if separable(z):
        return {"status": "separable"}
    b, log_likelihood, gradient = maximum(z)
    norm = np.sqrt((b * b).sum())
    score = int(np.sign(z @ b.astype(float)).sum())
    return {
        "status": "ok",
        "coefficients": [float(v) for v in b],
        "direction": [float(v) for v in b / norm],
        "norm": float(norm),
        "logLikelihood": float(log_likelihood),
        "scoreSum": score,
        "gradient": gradient,
    }


def written(name, rows, scale=1):
    rows = np.array(rows)
    return {"name": name, "n": len(rows), "d": rows.shape[1], "scale": scale, "rows": rows.tolist(), **solved(rows / scale)}


def from_recipe(name, seed, n, beta):
    x, signs = drawn(seed, n, beta)
    z = signs[:, None] * x
    return {"name": name, "n": n, "d": len(beta), "seed": seed, "beta": beta, "lastRow": z[-1].tolist(), **solved(z)}


def hand_made():
    yield written("two rows against one in d = 1", [[1], [1], [-1]])
    yield written("a line of rows, closed form log 3 on the first axis", [[1, 0], [1, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
    yield written("separable: one row", [[1, 2]])
    yield written("separable: a half-plane", [[3, 1], [2, -1], [1, 4], [5, 0]])
    yield written("separable with rows on the boundary (quasi-complete)", [[1, 0], [-1, 0], [0, 1], [2, 1], [-2, 1]])
    yield written("not separable by one row of many", [[1, 0], [-1, 0], [0, 1], [2, 1], [-2, 1], [1, -1]])
    yield written("degenerate: zero rows", [[0, 0], [0, 0]])
    yield written("zero rows beside others change nothing", [[0, 0], [1, 0], [1, 0], [-1, 0], [0, 1], [0, 1], [0, -1], [0, 0]])
    yield written("near-separable: a wide gap and one row barely on the wrong side", [[1024, 300], [900, -200], [1100, 50], [800, 120], [700, -160], [-1, 40], [-1, -40]], 256)
    yield written("badly scaled columns", [[1, 40960], [2, -30720], [3, 51200], [-2, 20480], [1, -40960], [4, 10240], [-1, -20480], [2, 61440]])


def near_separable(n, d):
    """Rows on one side of a hyperplane, except two slightly beyond it whose other coordinates are opposite."""
    draw = np.random.default_rng(20251028)
    rows = draw.integers(-2000, 2001, size=(n, d))
    rows[:, 0] = np.abs(rows[:, 0]) + 1
    rows[1] = -rows[0]
    rows[:2, 0] = -20
    return rows


def main():
    cases = list(hand_made())
    draw = np.random.default_rng(7)
    for n, d in ((50, 2), (50, 3), (60, 5), (60, 10)):
        cases.append(written(f"{n} random rows, d = {d}", draw.integers(-1024, 1025, size=(n, d)) + 200 * np.eye(1, d, dtype=int), 512))
    cases.append(written("near-separable, n = 50, d = 2", near_separable(50, 2), 1024))
    cases.append(written("near-separable, n = 60, d = 4", near_separable(60, 4), 1024))
    cases.append(from_recipe("n = 200, d = 2", 11, 200, [1.5, -0.5]))
    cases.append(from_recipe("n = 500, d = 5", 12, 500, [1.0, -0.5, 0.25, 0.0, 0.75]))
    cases.append(from_recipe("n = 1000, d = 10", 13, 1000, [0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 1.0, -1.0, 0.0, 0.25]))
    cases.append(from_recipe("n = 2000, d = 3, confident", 14, 2000, [64.0, 32.0, -16.0]))
    cases.append(from_recipe("n = 2000, d = 10", 15, 2000, [0.5, 0.5, -0.5, 0.25, 0.25, -0.25, 0.0, 0.0, 1.0, -1.0]))
    about = (
        "coefficients: argmax_b sum_i log sigma(z_i . b); direction = b / |b|; logLikelihood = the maximum (a sum); scoreSum = sum_i sign(z_i . b); "
        "gradient: largest coordinate left of the mean log-likelihood's gradient. z = rows / scale, or by the recipe."
    )
    write("logistic-mle", about, ["numpy", "scipy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
