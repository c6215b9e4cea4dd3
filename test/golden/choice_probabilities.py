"""P(Y = 1 | x) = F(x . beta / |s(x)|) for every law of choices, by scipy's distribution functions.

Noise u = s(x) V with V standard logistic, normal or Student and s(x) the scale times sum_j c_j (x . along)^j.
Run: python3 test/golden/choice_probabilities.py
"""

import numpy as np
from golden import write
from scipy import stats

BETA = np.array([0.8, -0.5])
ROWS = [[1.0, 0.25], [-1.5, 0.5], [0.3, -2.0]]
LAWS = {
    "logit": "logit",
    "probit": "probit",
    "logistic of variance 1/2": {"law": "logistic", "scale": float(np.sqrt(3) / (np.pi * np.sqrt(2)))},
    "wide logistic": {"law": "logistic", "scale": 3.5},
    "t_3 / sqrt 3": {"law": "student", "degrees": 3, "scale": float(1 / np.sqrt(3))},
    "Cauchy": {"law": "student", "degrees": 1, "scale": 0.8},
    "t of 0.4 degrees": {"law": "student", "degrees": 0.4, "scale": 0.5},
    "t of 2.5 degrees": {"law": "student", "degrees": 2.5, "scale": 1.0},
    "t of 40 degrees": {"law": "student", "degrees": 40, "scale": 1.2},
    "t of 1e9 degrees": {"law": "student", "degrees": 1e9, "scale": 1.0},
}


def heteroskedastic(base, along, polynomial):
    return {"law": "heteroskedastic", "base": base, "along": along, "polynomial": polynomial}


LAWS |= {
    "heteroskedastic logistic, even quartic": heteroskedastic({"law": "logistic", "scale": float(np.sqrt(3) / np.pi)}, [1, 1], [0.25, 0, 0.5, 0, 0.25]),
    "heteroskedastic logit": heteroskedastic("logit", [1, 0], [0.5, 1]),
    "heteroskedastic probit, negative in places": heteroskedastic("probit", [0.5, -1], [0.2, -4, 0.5]),
    "heteroskedastic t": heteroskedastic({"law": "student", "degrees": 3, "scale": 0.5}, [1, 2], [2, 0.8]),
    "heteroskedastic of one term": heteroskedastic("probit", [1, 1], [-2.0]),
}


def standard(noise):
    if noise == "logit":
        return stats.logistic, 1.0
    if noise == "probit":
        return stats.norm, 1.0
    return (stats.logistic if noise["law"] == "logistic" else stats.t(noise["degrees"])), noise["scale"]


def probability(choice, x):
    t, size = BETA @ x, 1.0
    if isinstance(choice, dict) and choice["law"] == "heteroskedastic":
        size = np.polynomial.polynomial.polyval(x @ np.array(choice["along"]), choice["polynomial"])
        choice = choice["base"]
    law, scale = standard(choice)
    return float(law.cdf(t / abs(scale * size)))


write(
    "choice-probabilities",
    __doc__.split("\n")[0],
    ["numpy", "scipy"],
    {
        "beta": BETA.tolist(),
        "rows": ROWS,
        "laws": [{"name": name, "choice": choice, "probabilities": [probability(choice, np.array(x)) for x in ROWS]} for name, choice in LAWS.items()],
    },
)
