"""Errors of the maximum score estimator in the plane where the population score has a kink: numpy alone, none of the program's code.

x ~ N(0, I_2), the target is (1, 0). `certain`: s = sign(x_1). `massart`: s = sign(x_1), turned over with the chance 1 - p, p = 1 / (1 + e^-1).
`tilted`: two certain types (2, 1) and (2, -3) with weights .7 and .3, whose score has its kink at the first.
The estimate is the centroid of the arcs on which sum s_i sign(x_i . theta) is largest. Prints the JSON that the tests read.
"""
import json
import numpy as np

def estimate(z):
    """z_i . theta > 0 on the half circle about the direction of z_i."""
    centre = np.arctan2(z[:, 1], z[:, 0])
    places = np.concatenate([centre - np.pi / 2, centre + np.pi / 2]) % (2 * np.pi)
    steps = np.concatenate([np.ones(len(z)), -np.ones(len(z))])
    order = np.argsort(places)
    places, height = places[order], np.cumsum(steps[order])
    best = np.flatnonzero(height == height.max())
    low, high = places[best], np.append(places, places[0] + 2 * np.pi)[best + 1]
    x = np.sum(np.sin(high) - np.sin(low))
    y = np.sum(np.cos(low) - np.cos(high))
    return np.arctan2(y, x)

def choices(name, x, rng):
    if name == "tilted":
        types = np.where(rng.random(len(x))[:, None] < 0.7, [[2.0, 1.0]], [[2.0, -3.0]])
        return np.sign(np.sum(x * types, axis=1))
    s = np.sign(x[:, 0])
    if name == "certain":
        return s
    return np.where(rng.random(len(x)) < 1 / (1 + np.exp(-1.0)), s, -s)

TARGETS = {"certain": 0.0, "massart": 0.0, "tilted": np.arctan2(1.0, 2.0)}

def measure(name, n, replicates, seed):
    rng = np.random.default_rng(seed)
    errors = np.empty(replicates)
    for r in range(replicates):
        x = rng.standard_normal((n, 2))
        phi = estimate(choices(name, x, rng)[:, None] * x) - TARGETS[name]
        errors[r] = np.abs((phi + np.pi) % (2 * np.pi) - np.pi)
    square = errors**2
    rms = np.sqrt(square.mean())
    return {
        "name": name, "n": n, "replicates": replicates,
        "rms": rms, "rmsMcse": np.sqrt((np.mean(square**2) - square.mean() ** 2) / replicates) / (2 * rms),
        "mean": errors.mean(), "meanMcse": errors.std(ddof=1) / np.sqrt(replicates),
    }

if __name__ == "__main__":
    cases = [(name, n) for name in TARGETS for n in (300, 1000, 10000)]
    print(json.dumps([measure(name, n, 20000 if n < 10000 else 4000, 100 * i + 7) for i, (name, n) in enumerate(cases)], indent=1))
