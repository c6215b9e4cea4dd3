"""Box-Muller pairs at 50 digits: sqrt(-2 ln u) (cos 2 pi v, sin 2 pi v), rounded once to float64.

u and v are exact float64 values of two grids, multiples of 2^-32 and of 2^-53, with the ends of each grid,
where a polynomial logarithm or sine is most likely to lose digits.
Run: python3 test/golden/normals.py
"""

import random

from golden import write
from mpmath import cos, log, mp, mpf, pi, sin, sqrt

mp.dps = 50


def pair(u, v):
    radius = sqrt(-2 * log(mpf(u)))
    turn = 2 * pi * mpf(v)
    return {"u": u, "v": v, "radius": float(radius), "x": float(radius * cos(turn)), "y": float(radius * sin(turn))}


def main():
    draw = random.Random(20251028)
    cases = []
    for bits in (32, 53):
        step = 2.0**-bits
        for u in (step, 2 * step, 0.5, 1 - 2 * step, 1 - step):
            cases += [pair(u, v) for v in (step, 0.125 - step, 0.125 + step, 0.25 - step, 0.5 + step, 0.75 + step, 1 - step)]
        for _ in range(100):
            cases.append(pair((draw.getrandbits(bits) + 1) * step, draw.getrandbits(bits) * step))
    write("normals", "Box-Muller: radius = sqrt(-2 ln u), x = radius cos(2 pi v), y = radius sin(2 pi v).", ["mpmath"], {"cases": cases})


if __name__ == "__main__":
    main()
