"""The smoothed maximum score estimator (Horowitz 1992) by scipy: many starts of a quasi-Newton search, on coordinates of
its own, where signbench climbs by Newton's method from three starts.

    S(theta) = mean 2 K(z_i . theta / h) - 1;  K the normal distribution function (order 2), or Horowitz's kernel of order 4

unit: theta = u / |u|, u free. first: theta = (1, b). Standard errors in the notation of Horowitz: tangent coordinates xi
around the maximum, Q the second derivative by central differences of the gradient, D = h mean t_i t_i', t_i the gradients of
the rows, covariance Q^-1 D Q^-1 / (n h). `standardError` is the root of its trace (unit), or of its first entry (first).
`bandwidth` is h, or for `auto` and `plug-in` s n^(-1/(2r + 1)), s the root mean square of z . m at the middle m of the arc of the
highest score (d = 2, found by trying all arcs). plug-in: with A = the gradient at the maximum, smoothed by the bandwidth
wide = s n^(-0.1/(2r + 1)), over wide^r: h = (tr(Q^-1 D Q^-1) / (2 r |Q^-1 A|^2 n))^(1/(2r + 1)), within a factor 4 of auto.
`biasCorrection`: the maximiser less h^r (-Q)^-1 A, normalised.
Data: the recipe of logistic_mle.py.
Run: python3 test/golden/smoothed_score.py
"""

from golden import write  # before numpy: it sets the number of BLAS threads

import numpy as np
from logistic_mle import RECIPE, drawn
from scipy.optimize import minimize
from scipy.stats import norm


def kernel(order, t):
    """2 K - 1 and 2 K'."""
    if order == 2:
        return 2 * norm.cdf(t) - 1, 2 * norm.pdf(t)
    inside = np.abs(t) < 5
    u = np.where(inside, t / 5, 0)
    big = 105 / 64 * (u - 5 / 3 * u**3 + 7 / 5 * u**5 - 3 / 7 * u**7)
    slope = 105 / 64 / 5 * (1 - 5 * u**2 + 7 * u**4 - 3 * u**6)
    return np.where(inside, 2 * big, np.sign(t)), np.where(inside, 2 * slope, 0)


def score(z, h, order, theta):
    value, slope = kernel(order, z @ theta / h)
    return value.mean(), z * (slope / h)[:, None]


def unit(v):
    return v / np.linalg.norm(v)


def coordinates(theta, first):
    """theta(xi) around theta, and its Jacobian at xi."""
    d = len(theta)
    if first:
        basis = np.eye(d)[:, 1:]
        return lambda xi: theta + basis @ xi, lambda xi: basis
    basis = np.linalg.qr(np.column_stack([theta, np.eye(d)]))[0][:, 1:d]

    def jacobian(xi):
        u = theta + basis @ xi
        length = np.linalg.norm(u)
        return (np.eye(d) - np.outer(u, u) / length**2) @ basis / length

    return lambda xi: unit(theta + basis @ xi), jacobian


def maximum(z, h, order, first):
    n, d = z.shape
    rng = np.random.default_rng(1)
    best = None
    for _ in range(60):
        u = rng.standard_normal(d)
        if first:
            start, place = u[1:] * 2, lambda b: np.concatenate([[1.0], b])
            pull = lambda b, g: g[1:]
        else:
            start, place = u, unit
            pull = lambda u, g: (g - (g @ unit(u)) * unit(u)) / np.linalg.norm(u)

        def loss(x):
            value, rows = score(z, h, order, place(x))
            return -value, -pull(x, rows.mean(axis=0))

        found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-11})
        if best is None or found.fun < best.fun - 1e-13:
            best = found
    return place(best.x), -best.fun


def sandwich(z, h, order, theta, first):
    at, jacobian = coordinates(theta, first)
    k = len(theta) - 1
    gradient = lambda xi, width=h: score(z, width, order, at(xi))[1].mean(axis=0) @ jacobian(xi)
    e = 1e-5
    q = np.array([(gradient(e * v) - gradient(-e * v)) / (2 * e) for v in np.eye(k)])
    rows = score(z, h, order, theta)[1] @ jacobian(np.zeros(k))
    inverse = np.linalg.inv((q + q.T) / 2)
    return inverse, inverse @ (h * rows.T @ rows / len(z)) @ inverse, gradient


def best_arc(z):
    """The middle of the one arc of directions in the plane with the highest score."""
    cuts = np.sort(np.mod(np.concatenate([np.arctan2(z[:, 1], z[:, 0]) + np.pi / 2, np.arctan2(z[:, 1], z[:, 0]) - np.pi / 2]), 2 * np.pi))
    middles = (cuts + np.append(cuts[1:], cuts[0] + 2 * np.pi)) / 2
    scores = np.array([np.sign(z @ [np.cos(a), np.sin(a)]).sum() for a in middles])
    top = np.flatnonzero(scores == scores.max())
    return len(top), np.array([np.cos(middles[top[0]]), np.sin(middles[top[0]])])


def case(name, seed, n, beta, order, bandwidth, first=False, correction=False):
    x, signs = drawn(seed, n, beta)
    z = signs[:, None] * x
    r = order
    h = bandwidth
    if isinstance(bandwidth, str):
        arcs, middle = best_arc(z)
        assert arcs == 1, f"{name}: {arcs} best arcs"
        s = np.sqrt(np.mean((z @ (middle / middle[0] if first else middle)) ** 2))
        h = usual = s * n ** (-1 / (2 * r + 1))
        wide = s * n ** (-0.1 / (2 * r + 1))
    if bandwidth == "plug-in":
        theta, _ = maximum(z, h, r, first)
        inverse, covariance, gradient = sandwich(z, h, r, theta, first)
        a = gradient(np.zeros(len(theta) - 1), wide) / wide**r
        h = (np.trace(covariance) / (2 * r * np.sum((inverse @ a) ** 2) * n)) ** (1 / (2 * r + 1))
        h = min(4 * usual, max(usual / 4, h))
    theta, value = maximum(z, h, r, first)
    inverse, covariance, gradient = sandwich(z, h, r, theta, first)
    variance = covariance[0, 0] if first else np.trace(covariance)
    direction = theta
    if correction:
        a = gradient(np.zeros(len(theta) - 1), wide) / wide**r
        direction = coordinates(theta, first)[0](h**r * inverse @ a)
    return {"name": name, "n": n, "d": len(beta), "seed": seed, "beta": beta, "order": order, "bandwidth": bandwidth,
            "first": first, "biasCorrection": correction, "h": float(h), "direction": unit(direction).tolist(),
            "objective": float(value), "standardError": float(np.sqrt(variance / (n * h)))}


def one_arc(n, beta):
    """The first seed from 16 on whose highest score is that of one arc."""
    seed = 16
    while True:
        x, signs = drawn(seed, n, beta)
        if best_arc(signs[:, None] * x)[0] == 1:
            return seed
        seed += 1


def main():
    plane = (one_arc(450, [1.0, 2.0]), 450, [1.0, 2.0])
    five = [2.0, -1.0, 0.5, 0.0, 1.0]
    cases = [
        case("order 2, given", 11, 500, five, 2, 0.4),
        case("order 4, given", 12, 500, five, 4, 0.5),
        case("order 2, first", 13, 401, [1.0, 2.0, -1.0], 2, 0.7, True),
        case("order 4, first", 14, 401, [1.0, 2.0, -1.0], 4, 0.9, True),
        case("auto", *plane, 2, "auto"),
        case("auto, order 4", *plane, 4, "auto"),
        case("plug-in", *plane, 2, "plug-in"),
        case("plug-in, order 4", *plane, 4, "plug-in"),
        case("less its bias", *plane, 2, "auto", False, True),
        case("less its bias, first", *plane, 2, "auto", True, True),
    ]
    write("smoothed-score", "maximisers, bandwidths h and standard errors.", ["numpy", "scipy"], {"recipe": RECIPE, "cases": cases})


if __name__ == "__main__":
    main()
