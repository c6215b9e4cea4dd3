"""What claims stand on: normal quantiles, intervals of a mean by Hall's transformation, and the jackknife of a log ratio,
whose third moment is that of the studentised ratio.

Hall's transformation is inverted by root finding and Student's quantile is scipy's own, so that the closed forms of the program are
checked by other means. Samples are sums of three squares of integers from the generator below, all exact.
Run: python3 test/golden/claim_intervals.py
"""

from golden import LCG, lcg, write  # isort: skip
import numpy as np
from scipy import optimize, stats


def sample(seed, count):
    """Skewed: (k / 2^20)^3 + 1/4, k uniform."""
    numbers = lcg(seed)
    return np.array([(next(numbers) / 2**20) ** 3 + 0.25 for _ in range(count)])


def hall(values, level):
    count = len(values)
    mean, sd = values.mean(), values.std(ddof=1)
    skewness = ((values - mean) ** 3).mean() / sd**3 / np.sqrt(count)
    t = stats.t.isf(level, count - 1)

    def unskewed(y):
        bend = skewness
        return optimize.brentq(lambda x: x + bend * (x * x / 3 + 1 / 6) + bend**2 * x**3 / 27 - y, -500, 500, xtol=1e-13)

    se = sd / np.sqrt(count)
    return [mean - se * unskewed(t), mean - se * unskewed(-t)]


def jackknife(a, b):
    count = len(a)
    statistic = lambda x, y: 0.5 * np.log((x**2).mean() / (y**2).mean())
    without = np.array([statistic(np.delete(a, i), np.delete(b, i)) for i in range(count)])
    pseudo = count * statistic(a, b) - (count - 1) * without
    deviation = pseudo - pseudo.mean()
    covariance = (deviation * (a**2 / (a**2).mean() + b**2 / (b**2).mean() - 2)).mean()
    variance = pseudo.var(ddof=1)
    return {"mean": pseudo.mean(), "variance": variance, "third": (deviation**3).mean() - 1.5 * variance * covariance}


body = {
    "generator": LCG,
    "sample": "(k / 2^20)^3 + 1/4",
    "normal": [{"tail": tail, "z": stats.norm.isf(tail)} for tail in [0.5, 0.3, 0.025, 0.005, 1e-4, 1e-8, 1e-30, 1e-200]],
    "hall": [
        {"seed": seed, "count": count, "level": level, "interval": hall(sample(seed, count), level)}
        for seed, count in [(1, 40), (2, 200), (3, 1000)]
        for level in [0.025, 0.005, 3e-4]
    ],
    "logRatio": [
        {"seeds": [seed, seed + 1], "count": count, **jackknife(sample(seed, count), sample(seed + 1, count))}
        for seed, count in [(10, 25), (20, 200)]
    ],
}
write("claim-intervals", "normal quantiles, Hall's interval of a mean, jackknife of log(rms a / rms b)", ["numpy", "scipy"], body)
