"""Prints the hashes that mechanism.test.ts expects, from the standard library alone."""

import hashlib
import json


def canonical_sha256(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


POPULATION = {
    "users": {"law": "mixture", "types": [[3, 2], [1, -2]], "weights": [0.5, 0.5]},
    "features": {"law": "gaussian", "dimension": 2, "covariance": None},
    "choice": "logit",
}
PANEL = {
    "users": {"law": "gamma", "mean": [2, 0], "along": [1, 2], "skew": 1.5, "scale": 4, "panel": {"labelsPerUser": 5}},
    "features": {"law": "box", "dimension": 2},
    "choice": {"law": "student", "degrees": 3, "scale": 0.5},
}
# Without the path, whatever it is.
FILE = {
    "users": {"law": "point", "mean": [2, 0]},
    "features": {"law": "file", "dimension": 2, "rows": 842, "sha256": "ab" * 32},
    "choice": {"law": "heteroskedastic", "base": "logit", "along": [1, 1], "polynomial": [0.25, 0, 0.5, 0, 0.25]},
}
SIGN = {"kind": "sign", "solver": "exact"}
ANNEAL = {"kind": "sign", "solver": "anneal", "lambda": [1, 15], "steps": 300}
STUDY = {
    "name": "cube-root",
    "title": "Zwei Typen, einer davon laut – äöü",
    "aim": "",
    "seed": 20251028,
    "scenarios": [
        {
            "factors": {},
            "population": POPULATION,
            "estimators": [{"id": "sign", **SIGN}, {"id": "annealed", **ANNEAL}],
        }
    ],
    "sampleSizes": [100, 316],
    "looks": [[2000], [1000]],
    "until": None,
    "profile": "full",
}

mechanism = canonical_sha256({"seed": 20251028, "population": POPULATION, "n": 1000})
print("mechanism", mechanism)
print("key", int.from_bytes(bytes.fromhex(mechanism)[:4], "big"), int.from_bytes(bytes.fromhex(mechanism)[4:8], "big"))
print("sign", canonical_sha256(SIGN))
print("anneal", canonical_sha256(ANNEAL))
print("rlhf", canonical_sha256({"kind": "rlhf"}))
print("study", canonical_sha256(STUDY))
for name, population in {"panel": PANEL, "file": FILE}.items():
    print(name, canonical_sha256({"seed": 20251028, "population": population, "n": 1000}))
print("normalised", canonical_sha256({**SIGN, "normalise": "first"}))
