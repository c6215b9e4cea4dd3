"""The annealed sign objective at lambda = 15 by an independent optimiser: staged L-BFGS of scipy.

    A_lambda(theta) = (1/n) sum_i tanh(lambda z_i . theta / 2)   maximised over |theta|_2 = 1

with theta = w / |w|, lambda = 1, 3, 7, 15 in turn, each stage from the last one's optimum, starting at the mean of
z. Twenty further starts show how far the objective's other local maxima lie below (`otherStarts`).
Data: the recipe of logistic_mle.py. `signs` is the SHA-256 of the string of '+' and '-' of the n signs s_i, by which
a reader of the recipe can tell that the data are the same; `firstRow` and `lastRow` are rows z.
`values` gives A_lambda and its gradient (not projected) at a fixed direction, to check one evaluation.
Run: python3 test/golden/anneal_lbfgs.py
"""

import hashlib

from golden import write  # before numpy: it sets the number of BLAS threads

import numpy as np
from logistic_mle import RECIPE, drawn
from scipy.optimize import minimize

STAGES = (1, 3, 7, 15)


def sign_hash(signs):
    return hashlib.sha256("".join("+" if s > 0 else "-" for s in signs).encode()).hexdigest()


def objective(theta, z, temperature):
    values = np.tanh(z @ theta * (temperature / 2))
    return values.mean(), z.T @ (1 - values * values) * (temperature / 2 / len(z))


def negative(w, z, temperature):
    length = np.linalg.norm(w)
    theta = w / length
    value, gradient = objective(theta, z, temperature)
    return -value, -(gradient - (gradient @ theta) * theta) / length


def maximise(start, z, temperature):
    answer = minimize(negative, start, args=(z, temperature), jac=True, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-10, "maxiter": 500})
    return answer.x / np.linalg.norm(answer.x), -answer.fun, answer.nfev


def staged(start, z):
    stages, theta = [], start / np.linalg.norm(start)
    for temperature in STAGES:
        theta, value, evaluations = maximise(theta, z, temperature)
        stages.append({"lambda": temperature, "value": value, "evaluations": evaluations, "direction": theta.tolist()})
    return stages


def case(name, seed, n, beta, starts):
    x, signs = drawn(seed, n, beta)
    z, d = signs[:, None] * x, len(beta)
    stages = staged(z.mean(axis=0), z)
    draw = np.random.default_rng(20251028)
    others = [staged(draw.standard_normal(d), z)[-1]["value"] for _ in range(starts)]
    fixed = np.full(d, 1 / np.sqrt(d))
    values = []
    for temperature in STAGES:
        value, gradient = objective(fixed, z, temperature)
        values.append({"lambda": temperature, "value": value, "gradient": gradient.tolist()})
    return {
        "name": name,
        "n": n,
        "d": d,
        "seed": seed,
        "beta": beta,
        "signs": sign_hash(signs),
        "firstRow": z[0].tolist(),
        "lastRow": z[-1].tolist(),
        "stages": stages,
        "otherStarts": {"count": starts, "best": max(others), "worst": min(others)},
        "values": {"direction": fixed.tolist(), "at": values},
    }


def main():
    cases = [
        case("n = 2000, d = 3", 21, 2000, [1.0, -0.5, 0.25], 20),
        case("n = 100000, d = 10", 22, 100000, [0.5, 0.5, -0.5, 0.25, 0.25, -0.25, 0.0, 0.0, 1.0, -1.0], 20),
    ]
    about = "stages: optimum of (1/n) sum tanh(lambda z.theta/2) over |theta| = 1 by staged L-BFGS; the last stage is the reference."
    write("anneal-lbfgs", about, ["numpy", "scipy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
