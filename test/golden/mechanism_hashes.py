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
