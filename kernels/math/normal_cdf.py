"""Makes kernels/math/normal-cdf-coefficients.ts and kernels/wasm/assembly/normal-cdf-coefficients.ts: the Chebyshev series of (1 + 2 x) exp(x^2) erfc(x), x >= 0, in
t = (x - 3.75) / (x + 3.75), with mpmath at 60 digits and rounded once to float64.

Run: python3 kernels/math/normal_cdf.py   (mpmath 1.3)
Source: Shepherd & Laframboise (1981), "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 <= x < infinity".
"""
import pathlib
from mpmath import mp, mpf, cos, erfc, exp, pi, sqrt

mp.dps = 60
SHIFT, DEGREE, NODES = mpf("3.75"), 25, 200


def f(t):
    if t == 1:
        return 2 / sqrt(pi)
    x = SHIFT * (1 + t) / (1 - t)
    return (1 + 2 * x) * exp(x * x) * erfc(x)


turns = [pi * (2 * k + 1) / (2 * NODES) for k in range(NODES)]
values = [f(cos(turn)) for turn in turns]
series = [
    (1 if j == 0 else 2) * sum(v * cos(j * turn) for v, turn in zip(values, turns)) / NODES for j in range(DEGREE + 1)
]
rest = max(abs((2 * sum(v * cos(j * turn) for v, turn in zip(values, turns))) / NODES) for j in range(DEGREE + 1, DEGREE + 6))
here = pathlib.Path(__file__).resolve().parent
(here / "normal-cdf-coefficients.ts").write_text(
    "// Made by kernels/math/normal_cdf.py; do not edit.\n\n"
    f"/** Degree {DEGREE}, first term left out {float(rest):.1e}. */\n"
    "export const ERFC: readonly number[] = [\n" + "".join(f"  {float(c)!r},\n" for c in series) + "];\n")
(here.parent / "wasm" / "assembly" / "normal-cdf-coefficients.ts").write_text(
    "// Made by kernels/math/normal_cdf.py; do not edit.\n\n"
    f"/** Address of the {DEGREE + 1} coefficients, the constant one first. */\n"
    "export const ERFC: usize = memory.data<f64>([\n" + "".join(f"  {float(c)!r},\n" for c in series) + "]);\n"
    f"export const DEGREE: i32 = {DEGREE};\n")
