"""What every script of this folder shares: how a golden file is written and the integer generator of its data."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

# A threaded BLAS sums in another order on another machine. Read when numpy loads, so golden is imported before it.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

FOLDER = Path(__file__).parent

LCG = "state = (1664525 * state + 1013904223) mod 2^32 starting from `seed`; each step gives k = state >> 12, in [0, 2^20)"


def lcg(seed):
    """Yields 20-bit integers; see LCG."""
    state = seed
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state >> 12


def write(name, about, packages, body):
    """Writes name.json: provenance first, then body, one case a line so that a change shows as one."""
    head = {
        "madeBy": f"test/golden/{name.replace('-', '_')}.py",
        "versions": {"python": platform.python_version(), **{package: version(package) for package in packages}},
        "about": about,
    }
    parts = [f"{json.dumps(key)}: {json.dumps(value, allow_nan=False)}" for key, value in head.items()]
    for key, value in body.items():
        if isinstance(value, list):
            lines = ",\n    ".join(json.dumps(entry, allow_nan=False) for entry in value)
            parts.append(f"{json.dumps(key)}: [\n    {lines}\n  ]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, allow_nan=False)}")
    (FOLDER / f"{name}.json").write_text("{\n  " + ",\n  ".join(parts) + "\n}\n")
