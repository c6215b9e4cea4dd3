"""Makes theory-oracle.json: limits of sign, RLHF and surrogates for populations drawn at random over what a study file allows in two dimensions.

Shares nothing with theory/: tastes are dense grids of points, the slope of M is a sum along the line x . theta = 0 and V its central difference, RLHF and surrogates are Newton's method on a grid of
features. More than two dimensions are in the functions too, on Sobol points, for looking: a comparison of 43 populations in d = 2, 3, 5 and 10 found
our values within twice the errors that are stated.

Run: python3 test/golden/theory_oracle.py   (numpy 2.4, scipy 1.17; three minutes)
"""
import json
import pathlib

import golden  # noqa: F401  (one BLAS thread)
import numpy as np
from scipy import interpolate, optimize, special, stats
from scipy.stats import qmc

SQ = np.sqrt

# ---------- noise
def noise(choice):
    """signed(t)=2G(t)-1, density, scale"""
    base = choice["base"] if isinstance(choice, dict) and choice["law"] == "heteroskedastic" else choice
    if base == "logit": return (lambda t: np.tanh(t / 2)), (lambda t: 0.25 / np.cosh(np.clip(t,-700,700) / 2) ** 2)
    if base == "probit": return (lambda t: special.erf(t / SQ(2))), (lambda t: np.exp(-t * t / 2) / SQ(2 * np.pi))
    c = base.get("scale", 1)
    if base["law"] == "logistic":
        return (lambda t: np.tanh(t / c / 2)), (lambda t: 0.25 / c / np.cosh(np.clip(t/c,-700,700) / 2) ** 2)
    df = base["degrees"]
    return (lambda t: 2 * special.stdtr(df, np.asarray(t) / c) - 1), (lambda t: stats.t.pdf(np.asarray(t) / c, df) / c)

def size_of(choice):
    if isinstance(choice, dict) and choice["law"] == "heteroskedastic":
        a, p = np.array(choice["along"], float), choice["polynomial"]
        return lambda x: np.abs(np.polynomial.polynomial.polyval(x @ a, p))
    return None

# ---------- tastes
def trap(step=0.25, reach=8.0):
    z = np.arange(-round(reach / step), round(reach / step) + 1) * step
    w = np.exp(-z * z / 2); return z, w / w.sum()

def tastes(users, d):
    """points (W,B) or ('gauss', m, S)"""
    law = users["law"]
    if law == "point": return np.array([1.0]), np.array([users["mean"]], float)
    if law == "mixture":
        w = np.array(users["weights"], float); return w / w.sum(), np.array(users["types"], float)
    if law == "scale":
        w = np.array(users["weights"], float); return w / w.sum(), np.outer(users["scales"], users["direction"])
    if law == "gamma":
        g, m = users["skew"], np.array(users["mean"], float)
        v = np.array(users["along"], float); v = v / np.linalg.norm(v) * users["scale"]
        if users["scale"] == 0: return np.array([1.0]), m[None]
        if g == 0:
            z, w = trap(0.05); return w, m + z[:, None] * v
        a = 4 / g ** 2
        lo = -42 / a if a < 1 else np.log(a) - 42/SQ(a) if a > 400 else -42.0/min(a,1)
        if a >= 1: lo = np.log(a) - max(12 / SQ(a) * 3, 42/a)
        hi = np.log(a + 12 * SQ(a) + 45)
        y = np.linspace(lo, hi, 6001)
        lw = a * y - np.exp(y) - special.gammaln(a)
        w = np.exp(lw) * (y[1] - y[0])
        keep = w > 1e-16
        y, w = y[keep], w[keep]
        t = np.sign(g) * (np.exp(y) - a) / SQ(a)
        # what lies left of the grid is an atom at G = 0
        rest = 1 - w.sum()
        if abs(rest) > 1e-9: w = np.append(w, rest); t = np.append(t, np.sign(g) * (0 - a) / SQ(a))
        return w, m + t[:, None] * v
    raise ValueError(law)

def gauss_points(users, d, step=0.25):
    m, S = np.array(users["mean"], float), np.array(users["covariance"], float)
    L = np.linalg.cholesky(S)
    if d <= 3:
        z, w = trap(step if d == 2 else 0.4, 7.0)
        Z = np.stack(np.meshgrid(*[z] * d, indexing="ij"), -1).reshape(-1, d)
        W = np.prod(np.stack(np.meshgrid(*[w] * d, indexing="ij"), -1).reshape(-1, d), 1)
        k = W > 1e-13
        return W[k] / W[k].sum(), m + Z[k] @ L.T
    u = qmc.Sobol(d, seed=7).random_base2(16)
    Z = special.ndtri(np.clip(u, 1e-12, 1 - 1e-12))
    Z = np.vstack([Z, -Z])
    return np.full(len(Z), 1 / len(Z)), m + Z @ L.T

def mean_taste(users):
    law = users["law"]
    if law in ("point", "gaussian", "gamma"): return np.array(users["mean"], float)
    w, b = tastes(users, None); return w @ b

class HMean:
    """h(x) for rows x."""
    def __init__(self, users, choice):
        self.s, self.g = noise(choice); self.size = size_of(choice); self.users = users
        if users["law"] == "gaussian":
            self.m, self.S = np.array(users["mean"], float), np.array(users["covariance"], float)
        else:
            self.w, self.b = tastes(users, None)
            if len(self.w) > 400:   # gamma: thin the grid
                k = len(self.w) // 400 + 1
                if k > 1:
                    rest = None
                    w, b = self.w[:-1][::k] * k, self.b[:-1][::k]
                    self.w, self.b = w / w.sum(), b
    def __call__(self, x):
        sz = 1 if self.size is None else np.maximum(self.size(x), 1e-300)
        if self.users["law"] == "gaussian":
            m = (x @ self.m) / sz; sd = SQ(np.maximum(np.einsum("ni,ij,nj->n", x, self.S, x), 0)) / sz
            z, w = trap(0.25, 6.5)
            out = np.zeros(len(x))
            for zi, wi in zip(z, w): out += wi * self.s(m + sd * zi)
            return out
        out = np.zeros(len(x))
        for wi, bi in zip(self.w, self.b): out += wi * self.s((x @ bi) / sz)
        return out

# ---------- elliptical features
def elliptic(f):
    d = f["dimension"]
    if f["law"] == "gaussian": return np.linalg.cholesky(np.array(f.get("covariance") or np.eye(d), float))
    if f["law"] == "power": return np.diag(np.arange(1, d + 1) ** (-f["exponent"] / 2.0))
    if f["law"] in ("sphere", "student"): return np.eye(d)
    return None

def peak(f):
    d = f["dimension"]
    if f["law"] in ("gaussian", "power"): return 1 / SQ(2 * np.pi)
    if f["law"] == "student": return stats.t.pdf(0, f["degrees"])
    return np.exp(special.gammaln(d / 2) - special.gammaln((d - 1) / 2)) / SQ(np.pi)

def across_pdf(f):
    """density on (0, inf) of |X|, X coordinate on the hyperplane; (pdf, upper)"""
    d = f["dimension"]
    if f["law"] in ("gaussian", "power"): return lambda x: 2 * np.exp(-x * x / 2) / SQ(2 * np.pi), 40
    if f["law"] == "student":
        nu = f["degrees"]; c = SQ(nu / (nu + 1)); return lambda x: 2 * stats.t.pdf(x / c, nu + 1) / c, np.inf
    m = d - 1
    if m == 1: return None, 1
    k = np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / SQ(np.pi)
    return lambda x: 2 * k * (1 - x * x) ** ((m - 3) / 2), 1

def along_pdf(f):
    d = f["dimension"]
    if f["law"] in ("gaussian", "power"): return lambda x: 2 * np.exp(-x * x / 2) / SQ(2 * np.pi), 40
    if f["law"] == "student":
        nu = f["degrees"]; return lambda x: 2 * stats.t.pdf(x, nu), np.inf
    m = d
    k = np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / SQ(np.pi)
    return lambda x: 2 * k * (1 - x * x) ** ((m - 3) / 2), 1

def mean_abs(pdf, up, fun):
    if pdf is None: return fun(np.array(1.0))
    if up == 1:  # x = sin a
        y, w = np.polynomial.legendre.leggauss(200)
        a = np.pi / 4 * (y + 1)
        x = np.sin(a)
        return float(np.sum(w * np.pi / 4 * np.cos(a) * pdf(x) * fun(x)))
    # double exponential: x = exp(pi/2 sinh t)
    t = np.arange(-4.6, 4.6, 1 / 64)
    x = np.exp(np.pi / 2 * np.sinh(t)); jac = x * np.pi / 2 * np.cosh(t)
    with np.errstate(all="ignore"):
        v = np.where((x < 1e280) & (x > 1e-280), pdf(x) * fun(x) * jac, 0)
    v = np.where(np.isfinite(v), v, 0)
    return float(np.sum(v) / 64)

class Link:
    def __init__(self, f, choice, which="across"):
        s, g = noise(choice)
        pdf, up = across_pdf(f) if which == "across" else along_pdf(f)
        def rate(q):
            if q < 1e-6: return mean_abs(pdf, up, lambda x: x * x * g(0 * x))
            return mean_abs(pdf, up, lambda x: x * s(q * x)) / (2 * q)
        def slope(q): return mean_abs(pdf, up, lambda x: x * x * g(q * x))
        self.rate1, self.slope1 = rate, slope
        grid = np.concatenate([[0], np.geomspace(1e-3, 400, 700)])
        self.r = interpolate.CubicSpline(np.arcsinh(grid * 20), [rate(q) for q in grid])
        self.k = interpolate.CubicSpline(np.arcsinh(grid * 20), [slope(q) for q in grid])
    def rate(self, q): return self.r(np.arcsinh(q * 20))
    def slope(self, q): return self.k(np.arcsinh(q * 20))

def unit(v): return v / np.linalg.norm(v)
def angle(a, b): return 2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))

def basis(u):
    q, _ = np.linalg.qr(np.column_stack([u, np.eye(len(u))])); return q[:, 1:len(u)]

# ---------- the score's gradient on the sphere in symmetric coordinates
class Score:
    def __init__(self, pop):
        f, users, choice = pop["features"], pop["users"], pop["choice"]
        self.d = d = f["dimension"]; self.f = f
        self.L = elliptic(f)
        self.closed = self.L is not None and size_of(choice) is None
        self.noisefree = None
        if self.closed:
            if users["law"] == "gaussian": w, b = gauss_points(users, d)
            else: w, b = tastes(users, d)
            self.w, self.b = w, b @ self.L
            self.link = Link(f, choice); self.pk = peak(f)
        else:
            self.h = HMean(users, choice)
            self._nodes()
    def _nodes(self):
        f, d = self.f, self.d
        if self.L is not None:
            if d == 2: return
            n = 14
            if f["law"] == "sphere" or f["law"] in ("gaussian", "power"):
                u = qmc.Sobol(d, seed=3).random_base2(n); self.Y = special.ndtri(np.clip(u, 1e-15, 1 - 1e-15))
            else:
                u = qmc.Sobol(d + 1, seed=3).random_base2(n); z = special.ndtri(np.clip(u[:, :d], 1e-15, 1 - 1e-15))
                nu = f["degrees"]; c2 = stats.chi2.ppf(np.clip(u[:, d],1e-12,1-1e-12), nu + 1)
                self.Y = z / SQ(c2 / (nu + 1))[:, None] * SQ(nu / (nu + 1))
        else:
            if d == 2: return
            u = qmc.Sobol(d, seed=3).random_base2(14)
            self.U = u
            self.cols = cols_of(f)
            self.X = np.column_stack([ppf(c, u[:, j]) for j, c in enumerate(self.cols)])
    def grad(self, u):
        """tangent gradient of M at unit u (symmetric coords)"""
        if self.closed:
            a = self.b @ u; P = self.b - a[:, None] * u; n = np.linalg.norm(P, axis=1)
            return 4 * self.pk * ((self.w * self.link.rate(n)) @ P)
        d = self.d
        if d == 2:
            v = np.array([-u[1], u[0]])
            s, w = line_nodes(self.f, v)
            x = s[:, None] * v
            X = x if self.L is None else x @ self.L.T
            return 2 * np.sum(w * s * self.h(X)) * v
        if self.L is not None:
            x = self.Y - (self.Y @ u)[:, None] * u
            if self.f["law"] == "sphere": x = x / np.linalg.norm(x, axis=1)[:, None]
            h = self.h(x @ self.L.T)
            g = 2 * peak(self.f) * (h @ x) / len(x)
            return g - (g @ u) * u
        # independent columns: solve for coordinate j, weights u_j^2 over free ones
        free = [j for j, c in enumerate(self.cols) if not (c["law"] == "normal" and c.get("sd", 1) == 0)]
        tot = sum(u[j] ** 2 for j in free); g = np.zeros(d)
        for j in free:
            if abs(u[j]) < 1e-8: continue
            x = self.X.copy(); x[:, j] = 0; x[:, j] = -(x @ u) / u[j]
            dens = pdf_col(self.cols[j], x[:, j])
            k = dens > 0
            if not k.any(): continue
            g += 2 * (dens[k] * self.h(x[k])) @ x[k] / len(x) * abs(u[j]) / tot
        return g - (g @ u) * u
    def V(self, u, eps=None):
        if eps is None: eps = 1e-4 if self.closed else (2e-4 if self.L is not None or self.d == 2 else 3e-3)
        B = basis(u); m = B.shape[1]
        V = np.zeros((m, m))
        for i in range(m):
            p = self.grad(unit(np.cos(eps) * u + np.sin(eps) * B[:, i])); q = self.grad(unit(np.cos(eps) * u - np.sin(eps) * B[:, i]))
            V[i] = -((p - q) @ B) / (2 * eps)
        return (V + V.T) / 2
    def A(self, u):
        if self.L is not None: return 4 / np.pi
        v = np.array([-u[1], u[0]]); s, w = line_nodes(self.f, v)
        return 4 * np.sum(w * np.abs(s))
    def value(self, u):
        """M(u) = half the climb from -u to u along a great circle (Gauss-Legendre panels)"""
        v = basis(u)[:, 0]
        if self.d == 2: v = np.array([-u[1], u[0]])
        k = 4 if not self.closed else 40
        y, w = np.polynomial.legendre.leggauss(12)
        edges = np.linspace(-np.pi, 0, k + 1); tot = 0
        for a, b in zip(edges[:-1], edges[1:]):
            for yi, wi in zip(y, w):
                t = (a + b) / 2 + (b - a) / 2 * yi
                th = np.cos(t) * u + np.sin(t) * v; e = -np.sin(t) * u + np.cos(t) * v
                tot += wi * (b - a) / 2 * (self.grad(th) @ e)
        return tot / 2
    def climb(self, a, b):
        om = angle(a, b)
        if om < 1e-9: return 0.0
        e = unit(b - (a @ b) * a); y, w = np.polynomial.legendre.leggauss(40); tot = 0
        for yi, wi in zip(y, w):
            t = om * (yi + 1) / 2; th = np.cos(t) * a + np.sin(t) * e; dd = -np.sin(t) * a + np.cos(t) * e
            tot += wi * om / 2 * (self.grad(th) @ dd)
        return tot
    def ascend(self, u):
        u = unit(u); step = 1.0
        for _ in range(400 if self.closed else 60):
            g = self.grad(u)
            n = np.linalg.norm(g)
            if n < 1e-4: break
            u2 = unit(u + step * g); 
            if self.grad(u2) @ g < 0: step /= 2
            else: step = min(step * 1.3, 20)
            u = u2
        for _ in range(8):
            B = basis(u); V = self.V(u); g = B.T @ self.grad(u)
            try: mv = np.linalg.solve(V, g)
            except np.linalg.LinAlgError: break
            if np.linalg.norm(mv) > 0.3: mv *= 0.3 / np.linalg.norm(mv)
            u = unit(u + B @ mv)
            if np.linalg.norm(mv) < 1e-11: break
        return u
    def maxima(self, starts):
        """distinct local maxima with heights relative to the first"""
        if self.d == 2:
            ph = np.linspace(-np.pi, np.pi, 145)
            sl = np.array([self.grad(np.array([np.cos(p), np.sin(p)])) @ np.array([-np.sin(p), np.cos(p)]) for p in ph])
            out = []
            f = lambda p: self.grad(np.array([np.cos(p), np.sin(p)])) @ np.array([-np.sin(p), np.cos(p)])
            for i in range(144):
                if sl[i] > 0 and sl[i + 1] <= 0: 
                    p = optimize.brentq(f, ph[i], ph[i + 1], xtol=1e-12, rtol=1e-12); out.append(np.array([np.cos(p), np.sin(p)]))
            return out
        out = []
        for s in starts:
            u = self.ascend(s)
            if all(angle(u, o) > 1e-3 for o in out): out.append(u)
        return out

# ---------- independent columns / box
def cols_of(f):
    if f["law"] == "box": return [{"law": "uniform", "low": -1, "high": 1}] * f["dimension"]
    return f["columns"]
def pdf_col(c, x):
    if c["law"] == "normal": return stats.norm.pdf(x, c.get("mean", 0), c.get("sd", 1))
    if c["law"] == "uniform":
        lo, hi = c.get("low", -1), c.get("high", 1); return np.where((x >= lo) & (x <= hi), 1 / (hi - lo), 0)
    return stats.t.pdf((x - c.get("location", 0)) / c.get("scale", 1), c["degrees"]) / c.get("scale", 1)
def ppf(c, u):
    u = np.clip(u, 1e-14, 1 - 1e-14)
    if c["law"] == "normal": return c.get("mean", 0) + c.get("sd", 1) * special.ndtri(u)
    if c["law"] == "uniform": return c.get("low", -1) + (c.get("high", 1) - c.get("low", -1)) * u
    return c.get("location", 0) + c.get("scale", 1) * special.stdtrit(c["degrees"], u)

def line_nodes(f, v):
    """s, w with sum w F(s) = int F(s) f_X(s v) ds in symmetric coordinates"""
    L = elliptic(f)
    if L is not None:
        if f["law"] == "sphere": # density concentrated at |s| = 1: int |s| f ds over s>0 = 1/(2 pi)
            return np.array([-1.0, 1.0]), np.array([1, 1]) / (2 * np.pi)
        if f["law"] in ("gaussian", "power"):
            s = np.linspace(-9, 9, 1801); w = np.exp(-s * s / 2) / (2 * np.pi) * (s[1] - s[0]); return s, w
        nu = f["degrees"]
        t = np.arange(-4.4, 4.4, 1 / 256); r = np.exp(np.pi / 2 * np.sinh(t)); jac = r * np.pi / 2 * np.cosh(t) / 256
        dens = (1 + r * r / nu) ** (-(nu + 2) / 2) / (2 * np.pi)
        k = (r < 1e100) & (r > 1e-100)
        r, w = r[k], (dens * jac)[k]
        return np.concatenate([-r, r]), np.concatenate([w, w])
    cols = cols_of(f); lo, hi = -np.inf, np.inf
    for k, c in enumerate(cols):
        if c["law"] == "normal" and c.get("sd", 1) == 0:
            if abs(v[k]) < 1e-12: return np.array([0.0]), np.array([0.0])
            s0 = c["mean"] / v[k]; o = 1 - k
            return np.array([s0]), np.array([pdf_col(cols[o], s0 * v[o]) / abs(v[k])])
    for c, vi in zip(cols, v):
        if c["law"] == "uniform" and abs(vi) > 1e-15:
            a, b = sorted([c.get("low", -1) / vi, c.get("high", 1) / vi]); lo, hi = max(lo, a), min(hi, b)
    dens = lambda s: np.prod([pdf_col(c, s * vi) for c, vi in zip(cols, v)], 0)
    if np.isfinite(lo):
        y, w = np.polynomial.legendre.leggauss(120)
        S, W = [], []
        ed = np.unique([lo, 0, hi, lo/4, hi/4, lo/16, hi/16]) if lo < 0 < hi else np.linspace(lo, hi, 5)
        for a, b in zip(ed[:-1], ed[1:]):
            S.append((a + b) / 2 + (b - a) / 2 * y); W.append((b - a) / 2 * w)
        s, w = np.concatenate(S), np.concatenate(W); return s, w * dens(s)
    t = np.arange(-4.4, 4.4, 1 / 128); r = np.exp(np.pi / 2 * np.sinh(t)); jac = r * np.pi / 2 * np.cosh(t) / 128
    k = (r < 1e60) & (r > 1e-100); r, jac = r[k], jac[k]
    s = np.concatenate([-r, r]); w = np.concatenate([jac, jac]); return s, w * dens(s)

# ---------- feature nodes for expectations over x
def feature_nodes(f, fine=1.0):
    d = f["dimension"]; L = elliptic(f)
    if d == 2:
        if f["law"] in ("gaussian", "power"):
            h = 0.08 * fine; z = np.arange(-9, 9 + h / 2, h); w = np.exp(-z * z / 2); w /= w.sum()
            X = np.stack(np.meshgrid(z, z, indexing="ij"), -1).reshape(-1, 2); W = np.outer(w, w).ravel(); k = W > 1e-18
            return X[k] @ L.T, W[k]
        if f["law"] == "sphere":
            a = (np.arange(20000) + .5) / 20000 * 2 * np.pi; return np.column_stack([np.cos(a), np.sin(a)]), np.full(20000, 1 / 20000)
        if f["law"] == "student":
            nu = f["degrees"]; t = np.arange(-4.4, 4.4, 1 / 32 * fine); r = np.exp(np.pi / 2 * np.sinh(t)); jac = r * np.pi / 2 * np.cosh(t) / 32 * fine
            wr = r * (1 + r * r / nu) ** (-(nu + 2) / 2) * jac; k = (r < 1e30) & (wr > 1e-20); r, wr = r[k], wr[k] / wr[k].sum()
            a = (np.arange(3000) + .5) / 3000 * 2 * np.pi
            X = (r[:, None, None] * np.column_stack([np.cos(a), np.sin(a)])).reshape(-1, 2); return X, np.repeat(wr, 3000) / 3000
        nodes = []
        for c in cols_of(f):
            if c["law"] == "normal" and c.get("sd", 1) == 0: nodes.append((np.array([c.get("mean", 0.)]), np.array([1.0])))
            elif c["law"] == "normal":
                h = 0.08 * fine; z = np.arange(-9, 9 + h / 2, h); w = np.exp(-z * z / 2); nodes.append((c.get("mean", 0) + c.get("sd", 1) * z, w / w.sum()))
            elif c["law"] == "uniform":
                y, w = np.polynomial.legendre.leggauss(200); lo, hi = c.get("low", -1), c.get("high", 1); nodes.append(((lo + hi) / 2 + (hi - lo) / 2 * y, w / 2))
            else:
                t = np.arange(-4.4, 4.4, 1 / 32); r = np.exp(np.pi / 2 * np.sinh(t)); w = stats.t.pdf(r, c["degrees"]) * r * np.pi / 2 * np.cosh(t) / 32
                k = (r < 1e30) & (w > 1e-20); r, w = r[k], w[k]; r = np.concatenate([-r, r]); w = np.concatenate([w, w]) 
                nodes.append((c.get("location", 0) + c.get("scale", 1) * r, w / w.sum()))
        X = np.stack(np.meshgrid(nodes[0][0], nodes[1][0], indexing="ij"), -1).reshape(-1, 2); W = np.outer(nodes[0][1], nodes[1][1]).ravel(); k = W > 1e-19
        return X[k], W[k]
    n = 15
    if L is not None:
        dim = d + (f["law"] == "student"); u = np.clip(qmc.Sobol(dim, seed=11).random_base2(n), 1e-13, 1 - 1e-13)
        z = special.ndtri(u[:, :d])
        if f["law"] == "student": z = z / SQ(stats.chi2.ppf(u[:, d], f["degrees"]) / f["degrees"])[:, None]
        if f["law"] == "sphere": z = z / np.linalg.norm(z, axis=1)[:, None]
        X = z @ L.T
    else:
        u = qmc.Sobol(d, seed=11).random_base2(n); X = np.column_stack([ppf(c, u[:, j]) for j, c in enumerate(cols_of(f))])
    return X, np.full(len(X), 1 / len(X))

def rlhf(pop, nodes):
    """parameter, rootN sd (trace over tangent), cross entropy"""
    X, W = nodes; d = X.shape[1]; hm = HMean(pop["users"], pop["choice"]); h = hm(X)
    b = np.zeros(d)
    for it in range(100):
        t = X @ b; s = np.tanh(t / 2)
        g = (W * (h - s)) @ X / 2
        H = (X * (W * (1 - s * s) / 4)[:, None]).T @ X
        mv = np.linalg.solve(H, g)
        if np.linalg.norm(mv) > 2 * (1 + np.linalg.norm(b)): mv *= 2 * (1 + np.linalg.norm(b)) / np.linalg.norm(mv)
        b = b + mv
        if np.linalg.norm(mv) < 1e-13 * (1 + np.linalg.norm(b)): break
    t = X @ b; s = np.tanh(t / 2)
    H = (X * (W * (1 - s * s) / 4)[:, None]).T @ X
    J = (X * (W * (1 - 2 * h * s + s * s) / 4)[:, None]).T @ X
    Hi = np.linalg.inv(H); C = Hi @ J @ Hi
    u = unit(b); tr = (np.trace(C) - u @ C @ u) / (b @ b)
    ce = np.sum(W * (np.logaddexp(0, t) - (1 + h) / 2 * t))
    return b, SQ(tr), ce

def surrogate(pop, nodes, lam, start):
    X, W = nodes; d = X.shape[1]; h = HMean(pop["users"], pop["choice"])(X)
    u = unit(start)
    for it in range(200):
        t = np.tanh(lam * (X @ u) / 2); r = lam / 2 * (1 - t * t); g = (W * h * r) @ X; Hs = (X * (W * h * (-lam * r * t))[:, None]).T @ X
        B = basis(u); V = (u @ g) * np.eye(d - 1) - B.T @ Hs @ B; gt = B.T @ g
        ev = np.linalg.eigvalsh(V)
        mv = np.linalg.solve(V, gt) if ev[0] > 0 else gt / (abs(ev).max())
        if np.linalg.norm(mv) > .3: mv *= .3 / np.linalg.norm(mv)
        u = unit(u + B @ mv)
        if np.linalg.norm(mv) < 1e-13: break
    J = B.T @ ((X * (W * r * r)[:, None]).T @ X) @ B - np.outer(gt, gt)
    Vi = np.linalg.inv(V)
    return u, SQ(np.trace(Vi @ J @ Vi)), np.trace(V) / (d - 1), np.sum(W * h * t)

def disagreement(pop, a, b, nodes=None):
    L = elliptic(pop["features"])
    if L is not None:
        p, q = L.T @ a, L.T @ b; return angle(unit(p), unit(q)) / np.pi
    X, W = nodes
    return float(np.sum(W[(np.sign(X @ a) != np.sign(X @ b))]))


POPULATIONS = json.loads("""
[
["gamma, power, hetero", {"features": {"law": "power", "dimension": 2, "exponent": 0.77}, "users": {"law": "gamma", "mean": [-1.048, 0.565], "along": [-0.495, 0.203], "skew": 1.82, "scale": 1.79}, "choice": {"law": "heteroskedastic", "base": "probit", "along": [-0.793, -0.554], "polynomial": [1, 0.2, 0.1]}}],
["mixture2, gaussian, student", {"features": {"law": "gaussian", "dimension": 2}, "users": {"law": "mixture", "types": [[5.11, 1.945], [3.06, -0.667]], "weights": [0.43, 0.57]}, "choice": {"law": "student", "degrees": 5.0, "scale": 0.81}}],
["scale, cov, hetero", {"features": {"law": "gaussian", "dimension": 2, "covariance": [[1.027, -0.368], [-0.368, 1.572]]}, "users": {"law": "scale", "direction": [-0.026, -2.565], "scales": [0.4, 1, 3.5], "weights": [0.5, 0.3, 0.2]}, "choice": {"law": "heteroskedastic", "base": "logit", "along": [-0.443, 1.017], "polynomial": [0.5, 0, 0.3]}}],
["scale, power, probit", {"features": {"law": "power", "dimension": 2, "exponent": 1.01}, "users": {"law": "scale", "direction": [2.59, 0.257], "scales": [0.4, 1, 3.5], "weights": [0.5, 0.3, 0.2]}, "choice": "probit"}],
["mixture4, cov, logit", {"features": {"law": "gaussian", "dimension": 2, "covariance": [[2.422, 1.394], [1.394, 1.523]]}, "users": {"law": "mixture", "types": [[-2.606, -2.472], [-0.205, 5.187], [-1.555, -5.101], [2.621, -2.973]], "weights": [0.301, 0.234, 0.361, 0.104]}, "choice": "logit"}],
["scale, power, student", {"features": {"law": "power", "dimension": 2, "exponent": 0.47}, "users": {"law": "scale", "direction": [-0.416, -0.841], "scales": [0.4, 1, 3.5], "weights": [0.5, 0.3, 0.2]}, "choice": {"law": "student", "degrees": 5.0, "scale": 1.47}}],
["mixture4, independent, probit", {"features": {"law": "independent", "dimension": 2, "columns": [{"law": "student", "degrees": 4.0, "location": -0.28, "scale": 0.52}, {"law": "uniform", "low": -1.36, "high": 0.62}]}, "users": {"law": "mixture", "types": [[1.309, 3.163], [-2.51, 1.963], [1.367, 2.366], [-2.005, -1.015]], "weights": [0.438, 0.205, 0.103, 0.254]}, "choice": "probit"}],
["mixture4, cov, probit", {"features": {"law": "gaussian", "dimension": 2, "covariance": [[2.678, -0.16], [-0.16, 0.527]]}, "users": {"law": "mixture", "types": [[-0.682, 1.505], [2.263, -0.995], [0.54, -0.085], [1.574, 2.841]], "weights": [0.29, 0.111, 0.349, 0.25]}, "choice": "probit"}],
["mixture4, gaussian, student", {"features": {"law": "gaussian", "dimension": 2}, "users": {"law": "mixture", "types": [[-1.39, -0.683], [-1.959, -2.446], [-1.266, -1.041], [-0.662, -1.36]], "weights": [0.168, 0.426, 0.118, 0.288]}, "choice": {"law": "student", "degrees": 1.5, "scale": 0.75}}]
]
""")


def signed(a, b):
    return float(np.arctan2(b[0] * a[1] - b[1] * a[0], a @ b))


def case(name, population):
    target = unit(mean_taste(population["users"]))
    score = Score(population)
    lower = score.L if score.L is not None else np.eye(2)
    maxima = score.maxima([])
    u = maxima[int(np.argmax([0.0] + [score.climb(maxima[0], m) for m in maxima[1:]]))]
    theta = unit(np.linalg.solve(lower.T, u))
    curvature = float(score.V(u)[0, 0])
    stretch = 1 / (np.linalg.det(lower) * np.linalg.norm(np.linalg.solve(lower.T, u)) ** 2)
    hard = isinstance(population["choice"], dict) and population["choice"]["law"] == "heteroskedastic"
    nodes = feature_nodes(population["features"], 0.3 if hard else 0.5)
    b, sd, entropy = rlhf(population, nodes)
    surrogates = []
    for lam in (1, 5, 15):
        at, root_n, bend, _ = surrogate(population, nodes, lam, theta)
        surrogates.append({"lambda": lam, "bias": signed(at, target), "curvature": float(bend), "rootNSd": float(root_n)})
    return {
        "name": name,
        "population": population,
        "sign": {"bias": signed(theta, target), "curvature": curvature, "constant": float((4 * score.A(u) / curvature**2) ** (1 / 3) * stretch)},
        "rlhf": {"bias": signed(unit(b), target), "norm": float(np.linalg.norm(b)), "rootNSd": float(sd), "crossEntropy": float(entropy)},
        "surrogates": surrogates,
    }


if __name__ == "__main__":
    cases = [case(name, population) for name, population in POPULATIONS]
    pathlib.Path(__file__).with_name("theory-oracle.json").write_text(json.dumps(cases, indent=1) + "\n")
