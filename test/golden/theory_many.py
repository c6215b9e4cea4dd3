"""Makes theory-many.json: limits in d = 3 by sums over dense grids that share nothing with theory/.

Surrogates: Q(theta) = E[h(x) tanh(lambda x . theta / 2)] with its derivatives on a grid of the whole space aligned with theta, Newton's method on the sphere.
Gaussian tastes: h(x) by a trapezoid rule; the curvature of M by Gauss-Hermite over tastes with omega and k' from their definitions.
Features that are not elliptical: M' = (2 / |theta_1|) E[f_1(t) h(x) x], x_1 = t where the row meets the hyperplane, by Gauss-Legendre over x_2 and x_3; its zero by
scipy.optimize.root, V by central differences.

Run: python3 test/golden/theory_many.py   (numpy 2.4, scipy 1.17; a minute)
"""
import json
import pathlib

import golden  # noqa: F401  (one BLAS thread)
import numpy as np
from scipy import interpolate, optimize, stats

PEAK = 1 / np.sqrt(2 * np.pi)


def mean_choice(users):
    if users["law"] == "mixture":
        types, weights = np.array(users["types"], float), np.array(users["weights"])
        return lambda x: np.tanh(x @ types.T / 2) @ weights
    mean, spread = np.array(users["mean"], float), np.array(users["covariance"], float)
    z = np.arange(-8, 8.01, 1 / 20)
    w = np.exp(-z * z / 2) * PEAK / 20

    def h(x):
        sd = np.sqrt(np.einsum("ni,ij,nj->n", x, spread, x))
        return sum(wi * np.tanh((x @ mean + zi * sd) / 2) for zi, wi in zip(z, w))

    return h


def mean_taste(users):
    return np.array(users["weights"]) @ np.array(users["types"], float) if users["law"] == "mixture" else np.array(users["mean"], float)


def frame(u):
    q, _ = np.linalg.qr(np.column_stack([u, np.eye(3)]))
    q = q[:, :3]
    q[:, 0] *= np.sign(q[:, 0] @ u)
    return q


def nodes(u, along):
    z = np.arange(-np.ceil(8.4 / along), np.ceil(8.4 / along) + 1) * along
    y = np.arange(-28, 29) * 0.25
    q = frame(u)
    x = z[:, None, None, None] * q[:, 0] + y[:, None, None] * q[:, 1] + y[:, None] * q[:, 2]
    w = np.exp(-(z[:, None, None] ** 2 + y[:, None] ** 2 + y**2) / 2) * PEAK**3 * along * 0.25**2
    keep = w.ravel() > 1e-14
    return x.reshape(-1, 3)[keep], w.ravel()[keep]


def angle(a, b):
    return float(2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b)))


def surrogate(pop, lam):
    h = mean_choice(pop["users"])
    lower = np.linalg.cholesky(np.array(pop["features"]["covariance"] or np.eye(3)))
    target = mean_taste(pop["users"])
    target /= np.linalg.norm(target)
    theta = target
    for _ in range(60):
        seen = lower.T @ theta
        size = np.linalg.norm(seen)
        x, w = nodes(seen / size, min(0.15, 0.4 / (lam * size)))
        x = x @ lower.T
        t = np.tanh(lam * (x @ theta) / 2)
        rise = lam / 2 * (1 - t * t)
        choice = h(x)
        gradient = (w * choice * rise) @ x
        bend = np.einsum("n,ni,nj->ij", -w * choice * lam * rise * t, x, x)
        p = np.eye(3) - np.outer(theta, theta)
        v = (theta @ gradient) * p - p @ bend @ p
        inverse = np.linalg.inv(v + np.outer(theta, theta))
        move = inverse @ p @ gradient
        if np.linalg.norm(move) < 1e-12:
            break
        theta = theta + move * min(1, 0.3 / np.linalg.norm(move))
        theta /= np.linalg.norm(theta)
    spread = p @ np.einsum("n,ni,nj->ij", w * rise * rise, x, x) @ p
    covariance = p @ inverse @ spread @ inverse @ p
    return {"lambda": lam, "bias": angle(theta, target), "curvature": float(np.trace(v) / 2), "rootNSd": float(np.sqrt(np.trace(covariance)))}


def gaussian_curvature(pop):
    mean, spread = mean_taste(pop["users"]), np.array(pop["users"]["covariance"], float)
    lower = np.linalg.cholesky(np.array(pop["features"]["covariance"] or np.eye(3)))
    z, w = np.polynomial.hermite_e.hermegauss(64)
    w = w / w.sum()
    grid = np.stack(np.meshgrid(z, z, z, indexing="ij"), -1).reshape(-1, 3)
    weight = (w[:, None, None] * w[:, None] * w).ravel()
    keep = weight > 1e-17
    beta = (mean + grid[keep] @ np.linalg.cholesky(spread).T) @ lower
    weight = weight[keep]
    s = np.arange(0, 80, 0.01)
    t = np.linspace(-9, 9, 577)
    density = np.exp(-t * t / 2) / np.exp(-t * t / 2).sum()
    rise = [0.25 / np.cosh(np.minimum(np.abs(part[:, None] * t), 700) / 2) ** 2 for part in np.array_split(s, 40)]
    omega = interpolate.CubicSpline(s, np.concatenate([r @ density for r in rise]))
    slope = interpolate.CubicSpline(s, np.concatenate([r @ (density * t * t) for r in rise]))
    u = lower.T @ mean
    u /= np.linalg.norm(u)
    a = beta @ u
    b = beta - a[:, None] * u
    size = np.linalg.norm(b, axis=1)
    plain = (weight * a * omega(size)).sum()
    extra = (weight * a * (slope(size) - omega(size))).sum()
    return float(4 * PEAK * (plain + extra / 2))


def column(law):
    if law["law"] == "uniform":
        x, w = np.polynomial.legendre.leggauss(80)
        low, high = law["low"], law["high"]
        return (low + high) / 2 + (high - low) / 2 * x, w / 2
    x, w = np.polynomial.legendre.leggauss(500)
    t = np.sinh(7 * x)
    return law["location"] + law["scale"] * t, w * 7 * np.cosh(7 * x) * stats.t(law["degrees"]).pdf(t)


def density(law, t):
    if law["law"] == "uniform":
        assert np.all((t > law["low"]) & (t < law["high"])), "theta_1 must dominate"
        return np.full(t.shape, 1 / (law["high"] - law["low"]))
    return stats.norm(law["mean"], law["sd"]).pdf(t)


def columns_limit(pop):
    features = pop["features"]
    laws = features.get("columns") or [{"law": "uniform", "low": -1, "high": 1}] * 3
    h = mean_choice(pop["users"])
    (y, wy), (z, wz) = column(laws[1]), column(laws[2])
    rest = np.stack(np.meshgrid(y, z, indexing="ij"), -1).reshape(-1, 2)
    weight = np.outer(wy, wz).ravel()

    def slope(theta):
        t = -(rest @ theta[1:]) / theta[0]
        x = np.column_stack([t, rest])
        return 2 / abs(theta[0]) * (weight * density(laws[0], t) * h(x)) @ x

    target = mean_taste(pop["users"])
    target /= np.linalg.norm(target)
    q = frame(target)
    at = lambda v: (lambda raw: raw / np.linalg.norm(raw))(target + q[:, 1:] @ v)
    theta = at(optimize.root(lambda v: q[:, 1:].T @ slope(at(v)), np.zeros(2), tol=1e-13).x)
    q, step = frame(theta), 1e-4
    v = [[-q[:, i] @ (slope(theta + step * q[:, j]) - slope(theta - step * q[:, j])) / (2 * step) for j in (1, 2)] for i in (1, 2)]
    return {"direction": theta.tolist(), "bias": angle(theta, target), "curvature": float(np.trace(v) / 2)}


THREE = {"law": "mixture", "types": [[4, 1, 0], [1, -2, 1], [0.5, 0, 2]], "weights": [0.5, 0.3, 0.2]}
WIDE = {"law": "gaussian", "mean": [2, 0.3, -0.2], "covariance": [[2, 1, 0], [1, 2, 0.5], [0, 0.5, 1]]}
CORRELATED = {"law": "gaussian", "dimension": 3, "covariance": [[2, 0.5, 0], [0.5, 1, 0.2], [0, 0.2, 0.5]]}
PLAIN = {"law": "gaussian", "dimension": 3, "covariance": None}
BOX = {"law": "box", "dimension": 3}
TWO = {"law": "mixture", "types": [[5, 1, 0], [1, -4, 2]], "weights": [0.6, 0.4]}
MIXED = {"law": "independent", "dimension": 3, "columns": [
    {"law": "normal", "mean": 0.5, "sd": 1},
    {"law": "uniform", "low": -1, "high": 2},
    {"law": "student", "degrees": 6, "location": 0, "scale": 1}]}
out = {"surrogates": [], "gaussian": [], "columns": []}
for name, users, features in (("three types", THREE, PLAIN), ("three types, correlated features", THREE, CORRELATED),
                              ("Gaussian tastes", WIDE, PLAIN), ("Gaussian tastes, correlated features", WIDE, CORRELATED)):
    pop = {"users": users, "features": features, "choice": "logit"}
    out["surrogates"].append({"name": name, "population": pop, "limits": [surrogate(pop, lam) for lam in (1, 4)]})
    if users is WIDE:
        out["gaussian"].append({"name": name, "population": pop, "curvature": gaussian_curvature(pop)})
for name, users, features in (("a box", TWO, BOX), ("a normal, a uniform and a Student column", THREE, MIXED)):
    pop = {"users": users, "features": features, "choice": "logit"}
    out["columns"].append({"name": name, "population": pop, "sign": columns_limit(pop)})
pathlib.Path(__file__).with_name("theory-many.json").write_text(json.dumps(out, indent=1) + "\n")
