"""Makes theory-limits.json: limits of the sign estimator and of RLHF by routes that share nothing with theory/.

d = 2, sign: g(alpha) = Int_0^inf h(r e_alpha) f(r e_alpha) r dr by scipy.integrate.quad, M'(phi) = 2 (g(phi + pi/2) - g(phi - pi/2)),
its falling zeros by Brent's method, V by central differences, A = 4 (m(phi + pi/2) + m(phi - pi/2)), m = Int f r dr.
d = 2, RLHF: the population score on a Gauss-Legendre grid of the plane, scipy.optimize.root.
d = 3, sign: M = E_u J(a, rho), J by quad and a normal mean, maximised over the sphere by Nelder-Mead and BFGS.

Run: python3 test/golden/theory_limits.py   (numpy 2.4, scipy 1.17; about a minute)
"""
import json
import pathlib

import numpy as np
from scipy import integrate, optimize, stats

LOGISTIC = stats.logistic


def noise(choice):
    """Distribution and density of V as it stands, scale included; the size at x."""
    size = None
    if isinstance(choice, dict) and choice["law"] == "heteroskedastic":
        along, poly = np.array(choice["along"]), choice["polynomial"]
        size = lambda x: np.abs(sum(c * (x @ along) ** j for j, c in enumerate(poly)))
        choice = choice["base"]
    if choice == "logit":
        law = LOGISTIC()
    elif choice == "probit":
        law = stats.norm()
    elif choice["law"] == "logistic":
        law = LOGISTIC(scale=choice["scale"])
    else:
        law = stats.t(choice["degrees"], scale=choice["scale"])
    return law, size


def tastes(users):
    if users["law"] == "point":
        return np.array([users["mean"]]), np.array([1.0])
    if users["law"] == "mixture":
        return np.array(users["types"], float), np.array(users["weights"])
    if users["law"] == "scale":
        return np.outer(users["scales"], users["direction"]), np.array(users["weights"])
    mean, along = np.array(users["mean"], float), np.array(users["along"], float)
    along /= np.linalg.norm(along)
    if users["law"] == "gamma":
        a = 4 / users["skew"] ** 2
        # Gauss-Legendre in probability: 4000 midpoints of the quantile function.
        p = (np.arange(4000) + 0.5) / 4000
        t = np.sign(users["skew"]) * (stats.gamma(a).ppf(p) - a) / np.sqrt(a)
        return mean + users["scale"] * np.outer(t, along), np.full(4000, 1 / 4000)
    raise ValueError(users)


def column(law):
    if law["law"] == "normal":
        return stats.norm(law["mean"], law["sd"])
    if law["law"] == "uniform":
        return stats.uniform(law["low"], law["high"] - law["low"])
    return stats.t(law["degrees"], loc=law["location"], scale=law["scale"])


def density(features):
    law = features["law"]
    if law == "gaussian":
        cov = np.array(features.get("covariance") or np.eye(2))
        inv, det = np.linalg.inv(cov), np.linalg.det(cov)
        return lambda x: np.exp(-0.5 * np.einsum("...i,ij,...j", x, inv, x)) / (2 * np.pi * np.sqrt(det)), np.inf
    if law == "student":
        k = features["degrees"]
        return lambda x: (1 + (x**2).sum(-1) / k) ** (-(k + 2) / 2) / (2 * np.pi), np.inf
    if law == "box":
        return lambda x: np.where(np.abs(x).max(-1) <= 1, 0.25, 0.0), 1.0
    columns = [column(c) for c in features["columns"]]
    return lambda x: columns[0].pdf(x[..., 0]) * columns[1].pdf(x[..., 1]), np.inf


def choices(pop):
    law, size = noise(pop["choice"])
    betas, weights = tastes(pop["users"])

    def h(x):
        t = x @ betas.T
        if size is not None:
            t = t / size(x)[..., None]
        return (2 * law.cdf(t) - 1) @ weights

    return h


def sign_limit(pop):
    h = choices(pop)
    f, _ = density(pop["features"])
    box = pop["features"]["law"] == "box"

    def ray(alpha, with_choice):
        e = np.array([np.cos(alpha), np.sin(alpha)])
        term = lambda r: (h(r * e) if with_choice else 1.0) * f(r * e) * r
        if box:
            return integrate.quad(term, 0, 1 / np.abs(e).max() * (1 - 1e-15), epsabs=1e-13, epsrel=1e-12, limit=400)[0]
        edges = [0, 0.3, 1, 2, 4, 8, 30]
        parts = [integrate.quad(term, a, b, epsabs=1e-14, epsrel=1e-12, limit=200)[0] for a, b in zip(edges, edges[1:])]
        return sum(parts) + integrate.quad(term, edges[-1], np.inf, epsabs=1e-14, epsrel=1e-10, limit=200)[0]

    slope = lambda phi: 2 * (ray(phi + np.pi / 2, True) - ray(phi - np.pi / 2, True))
    mean = tastes(pop["users"])
    target = mean[1] @ mean[0]
    phi0 = np.arctan2(target[1], target[0])
    grid = phi0 + np.linspace(-1.2, 1.2, 41) + 0.003
    values = [slope(p) for p in grid]
    falls = [(a, b) for a, b, u, v in zip(grid, grid[1:], values, values[1:]) if u > 0 >= v]
    assert len(falls) == 1, (pop, falls)
    phi = optimize.brentq(slope, *falls[0], xtol=1e-14, rtol=1e-14)
    d = lambda s: (slope(phi - s) - slope(phi + s)) / (2 * s)
    curvature = (4 * d(5e-3) - d(1e-2)) / 3
    jump = 4 * (ray(phi + np.pi / 2, False) + ray(phi - np.pi / 2, False))
    return {
        "bias": float((phi - phi0 + np.pi) % (2 * np.pi) - np.pi),
        "euclideanCurvature": float(curvature),
        "constant": float((4 * jump / curvature**2) ** (1 / 3)),
    }


def axis(law, column):
    """Gauss-Legendre nodes and weights of one axis, stretched by sinh where it has no ends."""
    if law == "box" or (column and column["law"] == "uniform"):
        lo, hi = (column["low"], column["high"]) if column else (-1, 1)
        u, w = np.polynomial.legendre.leggauss(200)
        return (lo + hi) / 2 + (hi - lo) / 2 * u, (hi - lo) / 2 * w
    u, w = np.polynomial.legendre.leggauss(700)
    c = 9.0 if law in ("student", "independent") else 3.6
    return np.sinh(c * u), w * c * np.cosh(c * u)


def rlhf_limit(pop):
    h = choices(pop)
    f, reach = density(pop["features"])
    columns = pop["features"].get("columns") or [None, None]
    axes = [axis(pop["features"]["law"], column) for column in columns]
    x = np.stack(np.meshgrid(axes[0][0], axes[1][0], indexing="ij"), -1).reshape(-1, 2)
    w = np.outer(axes[0][1], axes[1][1]).ravel() * f(x)
    keep = w > 1e-17
    x, w = x[keep], w[keep]
    p = np.concatenate([(1 + h(block)) / 2 for block in np.array_split(x, max(1, len(x) // 2000))])
    score = lambda b: (w * (p - LOGISTIC.cdf(x @ b))) @ x
    b = optimize.root(score, np.array([1.0, 0.1]), tol=1e-13).x
    s = LOGISTIC.cdf(x @ b)
    a = np.einsum("n,ni,nj", w * s * (1 - s), x, x)
    spread = np.einsum("n,ni,nj", w * (p - 2 * p * s + s * s), x, x)
    cov = np.linalg.inv(a) @ spread @ np.linalg.inv(a)
    across = np.array([-b[1], b[0]]) / (b @ b)
    return {"parameter": b.tolist(), "rootNSd": float(np.sqrt(across @ cov @ across))}


def cube_optimum(pop):
    """d = 3, isotropic normal features, points, logit."""
    betas, weights = tastes(pop["users"])
    z, wz = np.polynomial.hermite_e.hermegauss(120)
    wz = wz / wz.sum()

    def score(theta):
        theta = theta / np.linalg.norm(theta)
        total = 0.0
        for beta, weight in zip(betas, weights):
            a = beta @ theta
            rho = np.sqrt(max(0.0, beta @ beta - a * a))
            inner = lambda s: 2 * stats.norm.pdf(s) * (np.tanh((a * s + rho * z) / 2) @ wz)
            total += weight * integrate.quad(inner, 0, 9, epsabs=1e-13, epsrel=1e-12, limit=200)[0]
        return -total

    mean = weights @ betas
    best = min(
        (optimize.minimize(score, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 4000})
         for start in [mean, *betas]),
        key=lambda r: r.fun,
    )
    theta = best.x / np.linalg.norm(best.x)
    return {"direction": theta.tolist()}


ISO = {"law": "gaussian", "dimension": 2, "covariance": None}
TWO = {"law": "mixture", "types": [[3.2, 2.4], [1.2, -1.6]], "weights": [0.4, 0.6]}
CJN = {"law": "independent", "dimension": 2,
       "columns": [{"law": "normal", "mean": 0, "sd": 1}, {"law": "normal", "mean": 1, "sd": 1}]}
MIXED = {"law": "independent", "dimension": 2,
         "columns": [{"law": "uniform", "low": -1, "high": 2}, {"law": "student", "degrees": 6, "location": 0.5, "scale": 1}]}
GAMMA = {"law": "gamma", "mean": [2, 0], "along": [1, 2], "skew": 1.5, "scale": 2}
PLANE = {
    "box, probit": {"users": TWO, "features": {"law": "box", "dimension": 2}, "choice": "probit"},
    "student features, student noise": {"users": TWO, "features": {"law": "student", "dimension": 2, "degrees": 5},
                                        "choice": {"law": "student", "degrees": 4, "scale": 0.7}},
    "correlated normal features, logistic noise": {
        "users": TWO, "features": {"law": "gaussian", "dimension": 2, "covariance": [[2, 0.6], [0.6, 0.5]]},
        "choice": {"law": "logistic", "scale": 0.5}},
    "noise that grows with a feature": {
        "users": TWO, "features": ISO,
        "choice": {"law": "heteroskedastic", "base": "logit", "along": [1, 1], "polynomial": [0.25, 0, 0.5, 0, 0.25]}},
    "columns that are not centred": {"users": TWO, "features": MIXED, "choice": "logit"},
    "columns off centre, homogeneous users": {"users": {"law": "point", "mean": [1, 1]}, "features": CJN,
                                              "choice": {"law": "student", "degrees": 3, "scale": 3 ** -0.5}},
    "several confidences": {"users": {"law": "scale", "direction": [1, 2], "scales": [0.3, 2], "weights": [0.5, 0.5]},
                            "features": {"law": "box", "dimension": 2}, "choice": "logit"},
    "skewed users, box": {"users": GAMMA, "features": {"law": "box", "dimension": 2}, "choice": "logit"},
}
SPACE = {
    "three types": {"users": {"law": "mixture", "types": [[4, 1, 0], [1, -2, 1], [0.5, 0, 2]], "weights": [0.4, 0.35, 0.25]},
                    "features": {"law": "gaussian", "dimension": 3, "covariance": None}, "choice": "logit"},
}
out = {
    "plane": [{"name": n, "population": p, "sign": sign_limit(p), "rlhf": rlhf_limit(p)} for n, p in PLANE.items()],
    "space": [{"name": n, "population": p, "sign": cube_optimum(p)} for n, p in SPACE.items()],
}
pathlib.Path(__file__).with_name("theory-limits.json").write_text(json.dumps(out, indent=1) + "\n")
