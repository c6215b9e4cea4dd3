"""Makes theory/chernoff-coefficients.ts: Chebyshev series of the density and the upper tail of Chernoff's law, both times
exp(2 z^3 / 3), on panels of [0, 6]; computed with mpmath at 120 digits from the Airy integral and rounded once to float64.

f(z) = g(z) g(-z) / 2, g(x) = (2^(-1/3) / pi) Int_R exp(-i 2^(1/3) v x) / Ai(i v) dv (Groeneboom 1989; Groeneboom & Wellner 2001).

Run: python3 theory/chernoff-coefficients.py   (mpmath 1.3; half a minute)
"""
import pathlib
from mpmath import mp, mpf, mpc, airyai, exp, cos, pi, cbrt

mp.dps = 120
STEP = mpf(1) / 24
COUNT = 24 * 64
ROOT = cbrt(mpf(2))
# 1 / Ai(iv) falls like exp(-(sqrt 2 / 3) v^(3/2)): below 1e-104 at v = 64.
RECIPROCALS = [1 / airyai(mpc(0, k * STEP)) for k in range(COUNT)]
PANELS = [(mpf(0), mpf(1)), (mpf(1), mpf(2)), (mpf(2), mpf(3)), (mpf(3), mpf("4.5")), (mpf("4.5"), mpf(6)), (mpf(6), mpf(7))]
# The last panel only completes the tails of the others.
TABULATED = len(PANELS) - 1
DEGREE = 26


def g(x):
    """The trapezoid rule on the real line, exponentially exact; the integrand at -v is the conjugate of that at v."""
    turn = exp(mpc(0, -1) * ROOT * STEP * x)
    power = mpc(1)
    total = RECIPROCALS[0].real / 2
    for reciprocal in RECIPROCALS[1:]:
        power *= turn
        total += (power * reciprocal).real
    return 2 * STEP * total / (ROOT * pi)


def chebyshev(values):
    """Coefficients of the series through values at the nodes cos(pi (k + 1/2) / m)."""
    m = len(values)
    angles = [pi * (2 * k + 1) / (2 * m) for k in range(m)]
    raw = [2 * sum(v * cos(j * a) for v, a in zip(values, angles)) / m for j in range(m)]
    raw[0] /= 2
    return raw


def series(coefficients, lo, hi, z):
    x = (2 * z - lo - hi) / (hi - lo)
    previous, current = mpf(0), mpf(0)
    for c in reversed(coefficients[1:]):
        previous, current = current, 2 * x * current - previous + c
    return x * current - previous + coefficients[0]


def nodes(lo, hi):
    m = DEGREE + 1
    return [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * k + 1) / (2 * m)) for k in range(m)]


def grow(z):
    return exp(2 * z**3 / 3)


density = [chebyshev([g(z) * g(-z) / 2 * grow(z) for z in nodes(lo, hi)]) for lo, hi in PANELS]


def area(panel, frm, to):
    lo, hi = PANELS[panel]
    return mp.quad(lambda z: series(density[panel], lo, hi, z) / grow(z), mp.linspace(frm, to, 3))


mp.dps = 60
above = [mpf(0)] * (len(PANELS) + 1)
for panel in reversed(range(len(PANELS))):
    above[panel] = above[panel + 1] + area(panel, *PANELS[panel])
tail = [
    chebyshev([(above[p + 1] + area(p, z, hi)) * grow(z) for z in nodes(lo, hi)]) for p, (lo, hi) in enumerate(PANELS)
]
print("area of a half:", above[0], "last coefficients:", [float(abs(c[-1]) / abs(c[0])) for c in density + tail])


def block(rows):
    return "\n".join(
        f"  {{ from: {float(lo)!r}, to: {float(hi)!r}, coefficients: [{', '.join(repr(float(c)) for c in cs)}] }},"
        for (lo, hi), cs in zip(PANELS[:TABULATED], rows)
    )


text = f"""// Made by theory/chernoff-coefficients.py; do not edit.

/** A function on [from, to] as sum_k coefficients[k] T_k, T_k Chebyshev's polynomials on that interval. */
export interface Panel {{
  readonly from: number;
  readonly to: number;
  readonly coefficients: readonly number[];
}}

/** The density of Chernoff's law times exp(2 z^3 / 3). */
export const DENSITY: readonly Panel[] = [
{block(density)}
];

/** P(Z > z) times exp(2 z^3 / 3). */
export const TAIL: readonly Panel[] = [
{block(tail)}
];
""".replace(".0,", ",")
pathlib.Path(__file__).with_suffix(".ts").write_text(text)
