"""Distribution functions of G ~ Gamma(shape, 1) by scipy's incomplete gamma function.

Rows [x, P(G <= x), the same with a shape 10 % larger]: the last column is what a wrong shape would give.
Run: python3 test/golden/gamma_law.py
"""

from golden import write
from scipy import special

SHAPES = [0.05, 0.3, 0.9, 1.0, 1.5, 4.0, 64.0, 1e4, 1e8]


def rows(shape):
    wrong = 1.1 * shape
    result = []
    for k in range(1, 64):
        x = special.gammaincinv(shape, k / 64)
        result.append([float(x), float(special.gammainc(shape, x)), float(special.gammainc(wrong, x))])
    return result


def main():
    about = "cases: shape, and rows [x, P(G <= x), the same with a shape 10 % larger], G ~ Gamma(shape, 1)."
    write("gamma-law", about, ["scipy"], {"cases": [{"shape": shape, "rows": rows(shape)} for shape in SHAPES]})


if __name__ == "__main__":
    main()
