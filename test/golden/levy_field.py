"""Checks theory/levy-argmax.ts for m = 2: |argmax| of Levy's Brownian field minus |xi|^2 on the disc of radius 2, with the field drawn exactly.

Stein's circulant embedding: a stationary field with the covariance 1/2 - r + r^2/2 for r <= 1 and 0 beyond, plus a random plane of slope 1, has increments of variance 2 r for lags up to 1;
scaled to the disc's diameter, 4, it is Levy's field there. Each draw is seen on three lattices, so that what the spacing does shows on the same fields.
400,000 fields (seed 21): mean .61156 (49) at the spacing .031, .61168 at .0625, .61244 at .125; root mean square .6859, ratio 1.1216.
Source: Stein (2002), J. Comput. Graph. Statist. 11, 587-599.

Run: python3 test/golden/levy_field.py [fields]   (numpy 2.4, scipy 1.17; 4,000 fields take half a minute)
"""
import sys

import golden  # noqa: F401  (one BLAS thread)
import numpy as np
from scipy import fft

fields = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
rng = np.random.default_rng(21)
half, diameter = 64, 4.0
points, step = 2 * half, 1 / (2 * half)
axis = np.minimum(np.arange(2 * points), 2 * points - np.arange(2 * points)) * step
lag = np.hypot(axis[:, None], axis[None, :])
spectrum = fft.fft2(np.where(lag <= 1, 0.5 - lag + 0.5 * lag * lag, 0.0)).real
assert spectrum.min() > 0
scale = np.sqrt(spectrum) / (2 * points)
place = (np.arange(points + 1) - half) * step
x, y = np.meshgrid(place, place, indexing="ij")
radius = np.hypot(x, y)
found = {stride: [] for stride in (1, 2, 4)}
while len(found[1]) < fields:
    noise = rng.standard_normal(lag.shape) + 1j * rng.standard_normal(lag.shape)
    both = fft.fft2(scale * noise)
    for stationary in (both.real, both.imag):
        field = stationary[: points + 1, : points + 1]
        tilt = rng.standard_normal(2)
        levy = (field - field[half, half] + x * tilt[0] + y * tilt[1]) * np.sqrt(diameter / 2)
        height = np.where(radius <= 0.5, levy - (radius * diameter) ** 2, -np.inf)
        for stride, sizes in found.items():
            sizes.append(radius[::stride, ::stride].flat[np.argmax(height[::stride, ::stride])] * diameter)
for stride, sizes in found.items():
    size = np.array(sizes)
    rms = np.sqrt((size**2).mean())
    print(f"spacing {stride * step * diameter:.3f}: mean {size.mean():.5f} +- {size.std() / len(size) ** 0.5:.5f}, rms {rms:.5f}, ratio {rms / size.mean():.4f}")
