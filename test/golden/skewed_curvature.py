"""The sign limit in d = 2 with gamma-skewed tastes where the link is not analytic: Student features, or Student noise of choices.

    M' = 4 peak E k(b), V = 4 peak E[k'(b) a], a and b the coordinates of a taste along and across theta;
    k(s) = E[|X| (2 G(s|X|) - 1)] / 2, k'(s) = E[X^2 g(s X)], X a coordinate of x given that the other is 0

by Gauss's rule on panels that halve towards every singularity. Run: python3 test/golden/skewed_curvature.py
"""

from golden import write

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy import optimize, stats


def panels(edges, order=16):
    x, w = leggauss(order)
    a, b = np.asarray(edges[:-1]), np.asarray(edges[1:])
    half = ((b - a) / 2)[:, None]
    return (half * x + ((a + b) / 2)[:, None]).ravel(), (half * w).ravel()


FINE = 2.0 ** np.arange(-30, 0)
REACH = 2.0 ** np.arange(-12, 32)

logistic = (lambda t: np.tanh(t / 2), lambda t: 0.25 / np.cosh(np.minimum(t / 2, 300)) ** 2)


def student_noise(degrees):
    return lambda t: 2 * stats.t(degrees).cdf(t) - 1, stats.t(degrees).pdf


def limit(mean, along, skew, scale, marginal, peak, noise):
    signed, density = noise
    xs, ws = panels(np.r_[0, REACH])
    ws = 2 * ws * marginal.pdf(xs)
    k = lambda s: np.sign(s) * (ws * xs * signed(np.abs(s)[:, None] * xs)).sum(1) / 2
    slope = lambda s: (ws * xs**2 * density(np.abs(s)[:, None] * xs)).sum(1)
    shape = 4 / skew**2
    v = np.array(along) / np.linalg.norm(along) * scale * np.sign(skew)

    def tastes(phi):
        theta = np.array([np.cos(phi), np.sin(phi)])
        across = np.array([-theta[1], theta[0]])
        b0, b1 = mean @ across, v @ across
        crossing = shape - b0 / b1 * np.sqrt(shape)
        edges = np.r_[0, FINE, np.arange(1, 60.0)]
        if 0 < crossing < 59:
            edges = np.r_[edges, crossing, crossing + FINE, crossing - FINE]
        g, w = panels(np.unique(edges[edges >= 0]))
        t = (g - shape) / np.sqrt(shape)
        return w * stats.gamma(shape).pdf(g), mean @ theta + t * (v @ theta), b0 + t * b1

    def rise(phi):
        w, _, b = tastes(phi)
        return 4 * peak * np.sum(w * k(b))

    start = np.arctan2(mean[1], mean[0])
    phi = optimize.brentq(rise, start - 0.6, start + 0.4, xtol=1e-14)
    w, a, b = tastes(phi)
    return {"bias": phi - start, "curvature": 4 * peak * np.sum(w * slope(b) * a)}


users = {"mean": [2, 0.5], "along": [1, 2], "skew": 1.2, "scale": 3}
cases = []
for degrees in (1.5, 3, 5):
    marginal = stats.t(degrees + 1, scale=np.sqrt(degrees / (degrees + 1)))
    found = limit(np.array(users["mean"]), users["along"], users["skew"], users["scale"], marginal, stats.t(degrees).pdf(0), logistic)
    cases.append({"features": degrees, "noise": None, **users, **found})
for degrees in (1, 4):
    found = limit(np.array(users["mean"]), users["along"], users["skew"], users["scale"], stats.norm, stats.norm.pdf(0), student_noise(degrees))
    cases.append({"features": None, "noise": degrees, **users, **found})
write(
    "skewed-curvature",
    "sign bias and V for gamma-skewed tastes; features Student of unit scale with so many degrees or N(0, I), noise Student or logistic",
    ["numpy", "scipy"],
    {"cases": cases},
)
