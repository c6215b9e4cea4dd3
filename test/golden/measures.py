"""Measures of replicates and the special functions under them, by numpy, scipy and mpmath.

Samples are short lists in the file, or e_i = (k_i / 2^20)^2 with k_i from the integer generator of golden.py.
Maritz-Jarrett: scipy.stats.mstats.mjci. Wilson: scipy.stats.binomtest at 95 % and at the level of one standard
deviation. Jackknife: every leave-one-out sample in full. Weighted lines and parabolas: numpy.polyfit with unscaled
covariance. Chi-square quantiles: scipy.stats.chi2 at the upper tail of a standard normal z.
Run: python3 test/golden/measures.py
"""

from itertools import islice

import mpmath
import numpy as np
from golden import LCG, lcg, write
from scipy import special, stats
from scipy.stats.mstats import mjci

mpmath.mp.dps = 40
ONE_SD = float(special.erf(np.sqrt(0.5)))


def sample(seed, size):
    return (np.fromiter(islice(lcg(seed), size), dtype=np.float64, count=size) / 2**20) ** 2


def measures(e):
    R = len(e)
    m2, m4 = np.mean(e**2), np.mean(e**4)
    s = np.std(e, ddof=1)
    c4 = np.mean((e - e.mean()) ** 4)
    influence = (e**2 - m2) / (2 * m2) - (e - e.mean()) / e.mean()
    return {
        "rms": [float(np.sqrt(m2)), float(np.sqrt((m4 - m2**2) / R) / (2 * np.sqrt(m2)))],
        "mean": [float(e.mean()), float(s / np.sqrt(R))],
        "median": [float(np.median(e)), float(mjci(e - np.median(e), prob=[0.5])[0]) if R > 2 else None],
        "sd": [float(s), float(np.sqrt((c4 - s**4 * (R - 3) / (R - 1)) / R) / (2 * s))],
        "logRmsOverMean": [float(np.log(np.sqrt(m2) / e.mean())), float(np.std(influence) / np.sqrt(R))],
    }


def written(values):
    return {"values": values, **measures(np.array(values))}


def generated(seed, size):
    return {"seed": seed, "size": size, **measures(sample(seed, size))}


def rms(e):
    return np.sqrt(np.mean(e**2))


def pair(seed_a, seed_b, size):
    a, b = sample(seed_a, size), 0.8 * sample(seed_b, size) + 0.1 * sample(seed_a, size)
    without = np.array([rms(np.delete(a, i)) - rms(np.delete(b, i)) for i in range(size)])
    mcse = np.sqrt((size - 1) / size * np.sum((without - without.mean()) ** 2))
    return {"a": a.tolist(), "b": b.tolist(), "value": float(rms(a) - rms(b)), "mcse": float(mcse)}


def wilson(count, replicates):
    test = stats.binomtest(count, replicates)
    wide = test.proportion_ci(0.95, method="wilson")
    narrow = test.proportion_ci(ONE_SD, method="wilson")
    # binomtest sets the bound at the edge to exactly 0 or 1, so that the half-width comes from the other side.
    centre = (count + 0.5) / (replicates + 1)
    half = narrow.high - centre if count < replicates else centre - narrow.low
    return {"count": count, "replicates": replicates, "ci": [float(wide.low), float(wide.high)], "half": float(half)}


def line(x, y, se):
    x, y, se = map(np.array, (x, y, se))
    one, cov_one = np.polyfit(x, y, 1, w=1 / se, cov="unscaled")
    two, cov_two = np.polyfit(x - x.mean(), y, 2, w=1 / se, cov="unscaled")
    change = 2 * (x[-1] - x[0])
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "se": se.tolist(),
        "slope": [float(one[0]), float(np.sqrt(cov_one[0, 0]))],
        "drift": [float(change * two[0]), float(change * np.sqrt(cov_two[0, 0]))],
    }


def beta(x, a, b):
    small = a + b < 2000
    value = float(mpmath.betainc(a, b, 0, x, regularized=True)) if small else float(special.betainc(a, b, x))
    return {"x": x, "a": a, "b": b, "value": value}


LOG_N = np.log([1000, 3162, 10000, 31623, 100000]).tolist()

write(
    "measures",
    __doc__.split("\n")[0],
    ["numpy", "scipy", "mpmath"],
    {
        "generator": LCG,
        "chiSquareQuantile": [
            {"z": z, "freedom": k, "value": float(stats.chi2.isf(stats.norm.sf(z), k))} for z in (2, 3.29) for k in (1, 2, 5, 9)
        ],
        "lgamma": [{"x": x, "value": float(mpmath.loggamma(x))} for x in (1e-8, 0.03, 0.5, 1, 1.5, 2, 3.7, 9.99, 10, 25.5, 171, 1e4, 123456.75)],
        "incompleteBeta": [
            beta(x, a, b)
            for a, b, xs in (
                (1, 1, (0.25, 0.5, 0.9)),
                (0.5, 0.5, (0.01, 0.5, 0.75)),
                (2, 7.5, (0.001, 0.1, 0.3, 0.8)),
                (9, 12, (0.1, 0.4, 0.45, 0.9)),
                (49, 50, (0.3, 0.49, 0.5, 0.6)),
                (400, 500, (0.4, 0.44, 0.45, 0.5)),
                (9999, 10000, (0.48, 0.499, 0.5, 0.51)),
                (49999, 50000, (0.495, 0.4999, 0.5, 0.501)),
            )
            for x in xs
        ],
        "samples": [
            written([0.3, 0.1]),
            written([0.5, 0.25, 0.125]),
            written([0.2, 0.1, 0.4, 0.3]),
            written([0.11, 0.02, 0.37, 0.05, 0.29, 0.08, 0.16]),
            generated(1, 50),
            generated(2, 51),
            generated(3, 2000),
            generated(4, 20001),
        ],
        "pairs": [pair(5, 6, 2), pair(7, 8, 9), pair(9, 10, 40)],
        "wilson": [wilson(k, R) for k, R in ((0, 1), (1, 1), (0, 200), (3, 200), (100, 200), (200, 200), (17, 4000))],
        "lines": [
            line(LOG_N[:3], [-1.5, -1.8, -2.3], [0.02, 0.03, 0.05]),
            line(LOG_N, [-1.4327, -2.0731, -2.6437, -3.1236, -3.5720], [0.02, 0.02, 0.025, 0.03, 0.04]),
            line([0.0, 1.0, 4.0, 4.5, 7.0], [3.0, 2.5, 1.25, 1.125, -1.0], [0.1, 0.4, 0.2, 0.1, 0.3]),
        ],
    },
)
