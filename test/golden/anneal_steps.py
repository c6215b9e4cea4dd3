"""The annealed sign estimator step by step in numpy, for steps that are a fixed recipe: gradient steps of one length on
three schedules of lambda, and Adam on all rows.

    A_lambda(theta) = (1/n) sum_i tanh(lambda z_i . theta / 2),  |theta|_2 = 1, start: the direction of the mean of z

Each step adds to theta a multiple of the tangent gradient g - (g . theta) theta, or Adam's step made of it, and divides by
the length. Adam: decays .9 and .999, floor 1e-8, its rate falling from `step` by step / steps each time.
schedules: linear; geometric; stepwise, in `stages` equal stretches with equal ratios. `growth`: lambda goes from 1 to
(pi / sqrt 3) n^power / s, s the root mean square of z . m, m the direction of the mean of z.
`left` is the last tangent gradient over sqrt(mean |t_i|^2 / n), t_i the tangent gradient of row i alone at the direction where
the steps end, over all rows (the data sets have at most 512).
Data: the recipe of logistic_mle.py.
Run: python3 test/golden/anneal_steps.py
"""

from golden import write  # before numpy: it sets the number of BLAS threads

import numpy as np
from logistic_mle import RECIPE, drawn


def lambdas(first, last, steps, schedule, stages):
    t = np.arange(steps)
    if schedule == "linear":
        return first + (last - first) * t / (steps - 1)
    share = t / (steps - 1) if schedule == "geometric" else (t * stages // steps) / (stages - 1)
    return first * (last / first) ** share


def tangent(theta, z, lam):
    values = np.tanh(z @ theta * (lam / 2))
    g = z.T @ (1 - values * values) * (lam / 2 / len(z))
    return g - (g @ theta) * theta, values.mean()


def unit(v):
    return v / np.linalg.norm(v)


def climb(z, path, optimiser, step):
    theta = unit(z.mean(axis=0))
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    for t, lam in enumerate(path):
        g, value = tangent(theta, z, lam)
        if optimiser == "gradient":
            theta = unit(theta + step * g)
            continue
        first = 0.9 * first + 0.1 * g
        second = 0.999 * second + 0.001 * g * g
        along = first / (1 - 0.9 ** (t + 1)) / (np.sqrt(second / (1 - 0.999 ** (t + 1))) + 1e-8)
        theta = unit(theta + step * (1 - t / len(path)) * along)
    rows = (1 - np.tanh(z @ theta * (lam / 2)) ** 2)[:, None] * (lam / 2) * (z - np.outer(z @ theta, theta))
    noise = np.sqrt((rows**2).sum(axis=1).mean() / len(z))
    return theta, value, np.linalg.norm(g), noise


def case(name, seed, n, beta, options):
    x, signs = drawn(seed, n, beta)
    z = signs[:, None] * x
    last = options["lambda"][1] if "lambda" in options else None
    first = options["lambda"][0] if "lambda" in options else 1
    if last is None:
        scale = np.sqrt(np.mean((z @ unit(z.mean(axis=0))) ** 2))
        last = np.pi / np.sqrt(3) * n ** options["power"] / scale
    path = lambdas(first, last, options["steps"], options.get("schedule", "linear"), options.get("stages", 4))
    theta, value, size, noise = climb(z, path, options.get("optimiser", "gradient"), options["step"])
    return {"name": name, "n": n, "d": len(beta), "seed": seed, "beta": beta, "options": options,
            "last": float(last), "lambdas": path.tolist()[:: options["steps"] // 8],
            "direction": theta.tolist(), "objective": value, "gradient": size / last, "left": size / noise}


def main():
    five = [2.0, -1.0, 0.5, 0.0, 1.0]
    cases = [
        case("steps of .5", 11, 500, five, {"lambda": [1, 15], "steps": 100, "step": 0.5}),
        case("geometric", 12, 400, [1.0, 2.0], {"lambda": [0.5, 10], "steps": 60, "step": 1.0, "schedule": "geometric"}),
        case("stepwise", 13, 301, five, {"lambda": [1, 15], "steps": 50, "step": 0.3, "schedule": "stepwise"}),
        case("stepwise in three", 13, 301, five, {"lambda": [1, 15], "steps": 50, "step": 0.3, "schedule": "stepwise", "stages": 3}),
        case("fixed lambda", 14, 200, [1.0, 2.0, -1.0], {"lambda": [5, 5], "steps": 24, "step": 0.2}),
        case("adam", 15, 512, five, {"lambda": [1, 15], "steps": 120, "step": 0.05, "optimiser": "adam"}),
        case("growing lambda", 16, 450, five, {"power": 0.2, "steps": 80, "step": 0.5}),
        case("growing faster", 17, 333, [1.0, 2.0], {"power": 1 / 3, "steps": 80, "step": 0.5}),
    ]
    write("anneal-steps", "direction after the steps that options name; lambdas: every eighth or so of them.", ["numpy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
