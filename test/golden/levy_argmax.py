"""Checks theory/levy-argmax.ts by simulation: |argmax| of Levy's Brownian field minus |xi|^2 over R^m, on a grid.

Prints mean, root mean square and their ratio for m = 1, 2, 3. Grids leave the mean of |Z_2| and |Z_3| some 2 % high (they shrink with the
spacing: .621, .613 for m = 2 and .762, .750 for m = 3 on the grids below); the ratio is 1.24, 1.12, 1.08.
levy_field.py has m = 2 to a thousandth.

Run: python3 test/golden/levy_argmax.py   (numpy 2.4; two minutes)
"""
import golden  # noqa: F401  (one BLAS thread)
import numpy as np

rng = np.random.default_rng(1)
for m, k, reach in ((1, 801, 2.5), (2, 33, 2.1), (2, 47, 2.1), (3, 12, 2.1), (3, 14, 2.1)):
    axis = np.linspace(-reach, reach, k)
    grid = np.stack(np.meshgrid(*[axis] * m, indexing="ij"), -1).reshape(-1, m)
    radius = np.linalg.norm(grid, axis=1)
    distance = np.linalg.norm(grid[:, None] - grid[None], axis=2)
    factor = np.linalg.cholesky((radius[:, None] + radius[None] - distance) / 2 + 1e-10 * np.eye(len(grid)))
    field = factor @ rng.standard_normal((len(grid), 4000))
    size = np.linalg.norm(grid[np.argmax(field - (radius**2)[:, None], axis=0)], axis=1)
    rms = np.sqrt((size**2).mean())
    print(f"m = {m}, {k} points an axis: mean {size.mean():.4f} +- {size.std() / 4000**0.5:.4f}, rms {rms:.4f}, ratio {rms / size.mean():.4f}")
