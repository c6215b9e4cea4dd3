"""Checks what studies/calibration.md says of the plugged-in curvature of the score at its maximum: its mean over the true one, and what Chernoff's interval with it covers.

Prints, for two populations and n = 500, 2,000 and 8,000, the curvature with the bandwidth of least estimated mean squared error at the estimate and at the true direction, with the
bandwidth by rule at the estimate, and the coverage with the true V and A. It shares no code with kernels/inference.

Run: python3 test/golden/curvature_plug_in.py   (numpy 2.4; three minutes)
"""
import golden  # noqa: F401  (one BLAS thread)
import numpy as np

rng = np.random.default_rng(5)
PEAK = 1 / np.sqrt(2 * np.pi)
QUANTILE = 0.998181094995
POPULATIONS = {"agreed": ([[2, 0]], [1.0]), "two types": ([[3, 2], [1, -2]], [0.5, 0.5])}


def draw(n, types, weights):
    x = rng.normal(size=(n, 2))
    u = (x * types[rng.choice(len(weights), p=weights, size=n)]).sum(1)
    return x * np.where(rng.random(n) < 1 / (1 + np.exp(-u)), 1, -1)[:, None]


def centroid(z):
    """The length-weighted circular centroid of the arcs on which the sum of sign(z . theta) is largest."""
    a = np.arctan2(z[:, 1], z[:, 0])
    turn = np.concatenate([(a - np.pi / 2) % (2 * np.pi), (a + np.pi / 2) % (2 * np.pi)])
    order = np.argsort(turn, kind="stable")
    turn, step = turn[order], np.concatenate([np.ones(len(a)), -np.ones(len(a))])[order]
    count = np.sum(np.cos(a) > 0) + np.cumsum(step)
    best = np.flatnonzero(count == count.max())
    length = np.append(turn[1:], turn[0] + 2 * np.pi) - turn
    middle = (turn + length / 2)[best]
    phi = np.arctan2(length[best] @ np.sin(middle), length[best] @ np.cos(middle))
    return (phi + np.pi) % (2 * np.pi) - np.pi


def curvature(v, s, h):
    u = v / h
    return 2 / (len(v) * h * h) * np.sum(u * PEAK * np.exp(-u * u / 2) * s * s)


def noise(v, s, h):
    return np.mean(4 * PEAK * np.exp(-((v / h) ** 2) / 2) * np.abs(s) / h)


def by_rule(v):
    return np.sqrt(np.mean(v * v)) * len(v) ** (-1 / 7)


def least_error(v, s):
    rule = h = by_rule(v)
    for _ in range(3):
        u = v / h
        density = PEAK * np.exp(-u * u / 2) / h
        variance = np.mean(density * s**4) / np.sqrt(np.pi)
        bias = -np.mean((3 * u - u**3) * density * s * s) / h**3
        h = min(5 * rule, max(rule / 5, (3 * variance / (4 * bias * bias * len(v))) ** (1 / 7)))
    return h


def true_curvature(types, weights):
    z = np.arange(-9, 9.0001, 0.01)
    w = np.exp(-z * z / 2) * PEAK * 0.01

    def rise(s):
        e = np.exp(-np.abs(s * z))
        return np.sum(w * z * z * e / (1 + e) ** 2)

    return 4 * PEAK * sum(q * rise(b) * a for q, (a, b) in zip(weights, types))


for n, count in ((500, 1500), (2000, 1500), (8000, 800)):
    for name, (types, weights) in POPULATIONS.items():
        truth = true_curvature(types, weights)
        rows = []
        for _ in range(count):
            z = draw(n, np.array(types, float), weights)
            phi = centroid(z)
            v, s = z @ [np.cos(phi), np.sin(phi)], z @ [-np.sin(phi), np.cos(phi)]
            h = least_error(v, s)
            own = least_error(z[:, 0], z[:, 1])
            rows.append([abs(phi), noise(v, s, h), curvature(v, s, h), curvature(z[:, 0], z[:, 1], own), curvature(v, s, by_rule(v))])
        error, jump, at_estimate, at_truth, rule = np.array(rows).T
        for label, c, a in (
            ("true V and A", np.full(count, truth), 4 / np.pi),
            ("at the estimate, least error", at_estimate, jump),
            ("at the true direction, least error", at_truth, jump),
            ("at the estimate, by rule", rule, jump),
        ):
            known = c > 0
            width = np.arctan(QUANTILE * np.cbrt(4 * (a * np.ones(count))[known] / (c[known] ** 2 * n)))
            covered = np.mean(error[known] <= width)
            mcse = np.sqrt(covered * (1 - covered) / known.sum())
            print(f"{name}, n = {n}: {label}: mean over V {c.mean() / truth:.2f}, covers {100 * covered:.1f} +- {100 * mcse:.1f} %")
