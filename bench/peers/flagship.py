"""What both peers share: the flagship's sizes, the command line, and the JSON line they print.

Population: half of the users have taste (3, 2), half (1, -2); features N(0, I) in R^2; logit choice; target (1, 0).
"""

import os

# One process is one core: a threaded BLAS would make a peer's "one core" two.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import time

import numpy as np

SIZES = [(100, 2000), (316, 2000), (1000, 2000), (3162, 2000), (10000, 2000), (31623, 1000), (100000, 600), (316228, 400), (1000000, 200)]


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--n", type=int, default=1000000, help="comparisons in a replicate")
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--flagship", action="store_true", help="all nine sizes, 12,200 replicates")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=20251028)
    return parser.parse_args()


def rms_angle(directions):
    """Root mean square of the angle between each row and (1, 0), in radians."""
    angles = np.arctan2(directions[:, 1], directions[:, 0])
    return float(np.sqrt(np.mean(angles * angles)))


def report(program, sizes, processes, work):
    """Runs work() -> {n: {estimator: directions}}, times it, prints the line."""
    start = time.perf_counter()
    directions = work()
    seconds = time.perf_counter() - start
    rows = sum(n * replicates for n, replicates in sizes)
    cells = [{"n": n, "replicates": r, "rmsAngle": {key: rms_angle(value) for key, value in directions[n].items()}} for n, r in sizes]
    line = {"program": program, "numpy": np.__version__, "processes": processes, "seconds": seconds, "rows": rows}
    print(json.dumps({**line, "nsPerRow": seconds / rows * 1e9, "cells": cells}))
