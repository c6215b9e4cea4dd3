"""Elementary functions at 60 digits by mpmath, each rounded once to the nearest float64.

Points: the easy middle, the neighbours of every special value (zeros, poles, ends of the domain, overflow,
subnormals), and random ones on a linear and on a logarithmic scale. Arguments are exact float64 values.
Run: python3 test/golden/math_functions.py
"""

import math
import random

import mpmath
from golden import write
from mpmath import mp, mpf, pi

mp.dps = 60
draw = random.Random(20251028)


def around(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def uniform(low, high, count):
    return [draw.uniform(low, high) for _ in range(count)]


def magnitudes(low, high, count):
    """Random values whose base-2 exponent is uniform on [low, high)."""
    return [2.0 ** draw.randrange(low, high) * (1 + draw.random()) for _ in range(count)]


def both_signs(values):
    return [*values, *(-x for x in values)]


def table(function, points):
    rows = []
    for x in sorted(set(points)):
        value = float(function(mpf(x)))
        if math.isfinite(value):
            rows.append([x, value])
    return rows


def tables():
    small = both_signs(magnitudes(-60, 0, 40))
    exp_points = [0.0, *around(1.0), *around(-1.0), 709.0, 709.78, -708.3, -708.5, -740.0, -745.0, *small, *uniform(-40, 40, 120), *uniform(-745, 709, 80)]
    log_points = [5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308, *around(1.0), *around(0.5), *around(2.0), *around(math.sqrt(0.5)), *around(math.sqrt(2)), *magnitudes(-1022, 1023, 100), *uniform(0.4, 2.5, 120), *(1 + x for x in both_signs(magnitudes(-50, -3, 40)))]
    turns = [k / 16 for k in range(-32, 33)]
    turn_points = [*turns, *(math.nextafter(u, 9) for u in turns), *(math.nextafter(u, -9) for u in turns), *both_signs(magnitudes(-60, -3, 40)), *uniform(0, 1, 150), *(k * 2.0**-32 for k in (1, 2, 2**30 - 1, 2**30 + 1, 2**31 - 1, 2**31 + 1, 2**32 - 1))]
    acos_points = [-1.0, 1.0, 0.0, *around(0.5), *around(-0.5), *uniform(-1, 1, 120), *small, *(1 - x for x in magnitudes(-52, -3, 40)), *(x - 1 for x in magnitudes(-52, -3, 40))]
    erf_points = [0.0, *around(1.0), *small, *uniform(-6, 6, 160)]
    lgamma_points = [*around(1.0), *around(2.0), 0.5, 1.5, 3.0, 10.0, 171.0, 1e5, 1e6, 1e10, *magnitudes(-40, 0, 30), *uniform(0, 4, 100), *uniform(4, 200, 60), *magnitudes(8, 40, 30)]
    atan2_points = [(y, x) for y in (-2.0, -1.0, -1e-300, 1e-300, 1.0, 3.0) for x in (-3.0, -1.0, -1e-300, 0.0, 1e-300, 1.0, 2.0)]
    atan2_points += [(draw.gauss(0, 1), draw.gauss(0, 1)) for _ in range(150)]
    atan2_points += list(zip(both_signs(magnitudes(-200, 200, 40)), both_signs(magnitudes(-200, 200, 40))[::-1]))
    return {
        "exp": table(mpmath.exp, exp_points),
        "log": table(mpmath.log, log_points),
        "sinTurns": table(lambda u: mpmath.sin(2 * pi * u) if 2 * u != int(2 * u) else mpf(0), turn_points),
        "cosTurns": table(lambda u: mpmath.cos(2 * pi * u) if 4 * u % 2 != 1 else mpf(0), turn_points),
        "sin": table(mpmath.sin, [0.0, *uniform(-8, 8, 120), *around(math.pi), *around(math.pi / 2), *small]),
        "cos": table(mpmath.cos, [0.0, *uniform(-8, 8, 120), *around(math.pi), *around(math.pi / 2), *small]),
        "acos": table(mpmath.acos, acos_points),
        "erf": table(mpmath.erf, erf_points),
        "lgamma": table(mpmath.loggamma, [x for x in lgamma_points if x > 0]),
        "atan2": [[y, x, float(mpmath.atan2(mpf(y), mpf(x)))] for y, x in atan2_points],
    }


def main():
    about = "Rows [x, f(x)], for atan2 [y, x, atan2(y, x)]; sinTurns(u) = sin(2 pi u), cosTurns(u) = cos(2 pi u); values rounded once."
    write("math-functions", about, ["mpmath"], tables())


if __name__ == "__main__":
    main()
