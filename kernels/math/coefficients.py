"""Makes kernels/math/coefficients.ts and kernels/wasm/assembly/coefficients.ts: Chebyshev interpolants of the
elementary functions on their reduced ranges, computed with mpmath at 60 digits and rounded once to float64.

Run: python3 kernels/math/coefficients.py   (mpmath 1.3)
"""
import pathlib
from mpmath import mp, mpf, cos, sin, exp, log, atan, pi, sqrt, matrix

mp.dps = 60


def interpolant(f, lo, hi, degree):
    """Monomial coefficients of the polynomial through f at the Chebyshev nodes of [lo, hi]."""
    m = degree + 1
    nodes = [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * k + 1) / (2 * m)) for k in range(m)]
    system = matrix(m, m)
    for i, x in enumerate(nodes):
        for j in range(m):
            system[i, j] = x**j
    solution = mp.lu_solve(system, matrix([f(x) for x in nodes]))
    return [float(c) for c in solution]


def worst(f, coefficients, lo, hi, weight):
    """Largest |weight(x) (polynomial(x) - f(x))| on a grid: the interpolation error before rounding in use."""
    grid = [lo + (hi - lo) * (mpf(i) + mpf(1) / 7) / 400 for i in range(400)]
    return float(max(abs(weight(x) * (sum(mpf(c) * x**j for j, c in enumerate(coefficients)) - f(x))) for x in grid))


half_log2 = log(mpf(2)) / 2 + mpf("1e-9")
S_MAX = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 + mpf("1e-9")
T_MAX = (sqrt(mpf(2)) - 1) ** 2 + mpf("1e-9")
ln2_hi = mpf(float.fromhex("0x1.62e42feep-1"))

tables = {
    "EXP": (lambda r: (exp(r) - 1 - r) / r**2, -half_log2, half_log2, 9, lambda r: r**2),
    "LOG": (lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z, mpf(0), S_MAX, 6, lambda z: z),
    "SIN": (lambda y: sin(2 * pi * sqrt(y)) / sqrt(y) if y else 2 * pi, mpf(0), mpf(1) / 64, 6, lambda y: 1),
    "COS": (lambda y: (cos(2 * pi * sqrt(y)) - 1) / y, mpf(0), mpf(1) / 64, 6, lambda y: y),
    "ATAN": (lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, mpf(0), T_MAX, 11, lambda z: z),
}

ts, offsets, values = [], [], []
for name, (f, lo, hi, degree, weight) in tables.items():
    c = interpolant(f, lo, hi, degree)
    error = worst(f, c, lo, hi, weight)
    print(f"{name}: degree {degree}, error {error:.1e}")
    ts.append(f"/** Degree {degree}, interpolation error {error:.1e}. */\nexport const {name}: readonly number[] = [\n"
              + "".join(f"  {v!r},\n" for v in c) + "];\n")
    offsets += [f"export const {name}_{i}: usize = {8 * (len(values) + i)};" for i in range(len(c))]
    values += c
literals = {
    "ROUND": 6755399441055744.0, "ONE": 1.0, "TWO": 2.0, "QUARTER": 0.25, "HALF": 0.5,
    "SQRT_HALF": 0.7071067811865476, "MINUS_700": -700.0,
}
constants = {
    "LOG2_E": float(1 / log(mpf(2))),
    "LN2_HI": float(ln2_hi),
    "LN2_LO": float(log(mpf(2)) - ln2_hi),
}
for name, v in constants.items():
    ts.append(f"export const {name} = {v!r};\n")
    offsets.append(f"export const {name}: usize = {8 * len(values)};")
    values.append(v)
for name, v in literals.items():
    offsets.append(f"export const {name}: usize = {8 * len(values)};")
    values.append(v)

note = "Made by kernels/math/coefficients.py; do not edit."
here = pathlib.Path(__file__).resolve().parent
(here / "coefficients.ts").write_text(f"// {note}\n\n" + "\n".join(ts))
(here.parent / "wasm" / "assembly" / "coefficients.ts").write_text(
    f"// {note}\n// Constants are loaded from memory: as immediates they would be rebuilt in every turn of a loop.\n"
    "@inline export const TABLE: usize = memory.data<f64>([\n"
    + "".join(f"  {v!r},\n" for v in values) + "]);\n" + "\n".join(offsets) + "\n")
