"""The flagship as an expert in numpy writes it: about 50 ns a row on one core.

* SFC64 (the fastest generator numpy has), everything in place on pieces that stay in cache, small replicates in batches.
* sign: a row z counts +1 on one half circle and -1 on the other, so that only its line matters and on which side of it
  z lies. Key z2 / (|z1| + |z2|), signed by z1, is monotone in the line's angle; the side is kept in the key's last bit.
  n <= 3162: one sort. Above: 4 sqrt(n) buckets, counted by side; the score at the buckets' edges bounds the optimum from
  below, the edges and counts bound each bucket from above, and only buckets that can hold the optimum are sorted.
* RLHF: Newton on every 16th row first (every 256th before that), then on all rows; the Hessian is kept once a step is
  below 1e-3.
"""

from flagship import SIZES, arguments, report  # first: it sets the number of BLAS threads before numpy loads

from functools import lru_cache
from multiprocessing import get_context

import numpy as np

PIECE = 16384
SIGN_BIT = np.uint64(1 << 63)
ONE = np.uint64(1)


@lru_cache(maxsize=16)
def buffer(name, shape, dtype=np.float64):
    """Memory kept from replicate to replicate: fresh pages cost several ns a row at n = 1e6."""
    return np.empty(shape, dtype=dtype)


def scratch(shape, count=4):
    return [buffer(index, shape) for index in range(count)]


def draw(generator, z1, z2):
    """Fills z1, z2 (any shape) with comparisons: x standard normal, utility 2 x1 +- (x1 + 2 x2), z = +x or -x."""
    flat1, flat2 = z1.reshape(-1), z2.reshape(-1)
    u, utility, other, _ = scratch(min(PIECE, flat1.size))
    for start in range(0, flat1.size, PIECE):
        x1, x2 = flat1[start : start + PIECE], flat2[start : start + PIECE]
        m = x1.size
        u_, v, t = u[:m], utility[:m], other[:m]
        generator.standard_normal(out=x1)
        generator.standard_normal(out=x2)
        # One uniform serves twice: its first bit is the user's type, the others decide the choice.
        generator.random(out=u_)
        u_ *= 2
        np.floor(u_, out=t)
        u_ -= t
        t *= 2
        t -= 1
        np.add(x2, x2, out=v)
        v += x1
        v *= t
        v += x1
        v += x1
        # The first item is chosen if u < 1 / (1 + e^-v); the sign of 1 - u (1 + e^-v) says so without a division.
        np.negative(v, out=v)
        np.exp(v, out=v)
        v += 1
        v *= u_
        np.subtract(1, v, out=v)
        bits = v.view(np.uint64)
        bits &= SIGN_BIT
        x1.view(np.uint64).__ixor__(bits)
        x2.view(np.uint64).__ixor__(bits)


def keys(z1, z2, out, temporary):
    """Line keys in (-1, 1), their last bit 1 where z1 < 0."""
    k, t = out.view(np.uint64), temporary.view(np.uint64)
    np.bitwise_and(z1.view(np.uint64), SIGN_BIT, out=t)
    np.bitwise_xor(z2.view(np.uint64), t, out=k)
    np.abs(z1, out=temporary)
    np.divide(out, np.add(temporary, np.abs(z2), out=temporary), out=out)
    np.right_shift(z1.view(np.uint64), np.uint64(63), out=t)
    k >>= ONE
    k <<= ONE
    k |= t


def sides(sorted_keys):
    return 1 - 2 * (sorted_keys.view(np.int64) & 1)


def points(key):
    """Unit vectors at line keys."""
    x, y = 1 - np.abs(key), key
    return np.stack([x, y], axis=-1) / np.sqrt(x * x + y * y)[..., None]


def centroid(ends, scores):
    """The integral of the direction over the optimal intervals: an interval adds the difference of its ends."""
    top = np.abs(scores).max()
    chosen = np.flatnonzero(np.abs(scores) == top)
    return ((points(ends[chosen + 1]) - points(ends[chosen])) * np.sign(scores[chosen])[:, None]).sum(axis=0)


def sign_by_sorting(z1, z2):
    batch, n = z1.shape
    ends = np.empty((batch, n + 2))
    ends[:, 0], ends[:, -1] = -1, 1
    k, t = scratch((batch, n), 2)
    keys(z1, z2, k, t)
    k.sort(axis=1)
    ends[:, 1:-1] = k
    scores = np.zeros((batch, n + 1), dtype=np.int64)
    np.cumsum(sides(k), axis=1, out=scores[:, 1:])
    scores *= -2
    scores -= scores[:, -1:] // 2
    size = np.abs(scores)
    replicate, interval = np.nonzero(size == size.max(axis=1, keepdims=True))
    turn = np.sign(scores[replicate, interval])[:, None]
    parts = (points(ends[replicate, interval + 1]) - points(ends[replicate, interval])) * turn
    return np.stack([np.bincount(replicate, parts[:, j], batch) for j in (0, 1)], axis=1)


def sign_by_buckets(z1, z2):
    n = z1.size
    buckets = int(4 * np.sqrt(n))
    k, where = buffer("keys", n), buffer("buckets", n, np.int64)
    (t,) = scratch(min(PIECE, n), 1)
    counts = np.zeros(2 * buckets, dtype=np.int64)
    for start in range(0, n, PIECE):
        piece = slice(start, start + PIECE)
        part, place = k[piece], where[piece]
        keys(z1[piece], z2[piece], part, t[: part.size])
        scaled = np.multiply(part, buckets / 2, out=t[: part.size])
        scaled += buckets / 2
        np.copyto(place, scaled, casting="unsafe")
        place <<= 1
        place |= part.view(np.int64) & 1
        counts += np.bincount(place, minlength=2 * buckets)[: 2 * buckets]
    plus, minus = counts[0::2], counts[1::2]
    total = int(plus.sum() - minus.sum())
    edges = total - 2 * np.concatenate([[0], np.cumsum(plus - minus)])
    bound = np.maximum(edges[:-1] + 2 * minus, 2 * plus - edges[:-1])
    open_ = bound >= np.abs(edges).max()
    table = np.repeat(open_, 2)
    chosen = np.concatenate([k[s : s + PIECE][table.take(where[s : s + PIECE])] for s in range(0, n, PIECE)])
    chosen.sort()
    passed = np.cumsum(np.where(open_, 0, plus - minus))
    bucket = (chosen * (buckets / 2) + buckets / 2).astype(np.int64)
    scores = np.concatenate([[total], total - 2 * (np.cumsum(sides(chosen)) + passed[bucket])])
    return centroid(np.concatenate([[-1.0], chosen, [1.0]]), scores)


def sign(z1, z2):
    if z1.shape[1] <= 3162:
        turned = sign_by_sorting(z1, z2)
    else:
        turned = np.array([sign_by_buckets(a, b) for a, b in zip(z1, z2)])
    return turned / np.linalg.norm(turned, axis=1, keepdims=True)


def moments(z1, z2, b, with_hessian):
    """Sums of z sigma(-z.b) and, if asked, of z z' sigma(1 - sigma), over the rows of each replicate."""
    batch, n = z1.shape
    width = max(1, min(n, PIECE // batch))
    m, t, _, _ = scratch((batch, width))
    gradient, hessian = np.zeros((batch, 2)), np.zeros((batch, 3))
    for start in range(0, n, width):
        a1, a2 = z1[:, start : start + width], z2[:, start : start + width]
        w, v = m[:, : a1.shape[1]], t[:, : a1.shape[1]]
        np.multiply(a1, b[:, :1], out=w)
        w += np.multiply(a2, b[:, 1:], out=v)
        np.exp(w, out=w)
        w += 1
        np.divide(1, w, out=w)
        gradient[:, 0] += np.vecdot(w, a1)
        gradient[:, 1] += np.vecdot(w, a2)
        if with_hessian:
            np.multiply(w, w, out=v)
            w -= v
            np.multiply(w, a1, out=v)
            hessian[:, 0] += np.vecdot(v, a1)
            hessian[:, 1] += np.vecdot(v, a2)
            w *= a2
            hessian[:, 2] += np.vecdot(w, a2)
    return gradient, hessian


def newton(z1, z2, b, tolerance):
    size = np.inf
    for _ in range(50):
        gradient, fresh = moments(z1, z2, b, size >= 1e-3)
        if size >= 1e-3:
            hessian = fresh
        p, q, r = hessian.T
        step = np.stack([r * gradient[:, 0] - q * gradient[:, 1], p * gradient[:, 1] - q * gradient[:, 0]], axis=1)
        step /= (p * r - q * q)[:, None]
        b = b + step
        size = np.abs(step).max()
        if size < tolerance:
            return b
    raise RuntimeError("Newton did not converge")


def rlhf(z1, z2):
    b = np.zeros((len(z1), 2))
    for stride in (256, 16):
        if z1.shape[1] >= 100 * stride:
            b = newton(np.ascontiguousarray(z1[:, ::stride]), np.ascontiguousarray(z2[:, ::stride]), b, 1e-3)
    # A step below 1e-7 with a Hessian that is right to 1e-3 leaves an error below 1e-10.
    b = newton(z1, z2, b, 1e-7)
    return b / np.linalg.norm(b, axis=1, keepdims=True)


def run_batch(task):
    n, replicates, seed = task
    generator = np.random.Generator(np.random.SFC64(seed))
    group = max(1, 2 * PIECE // n)
    found = []
    for first in range(0, replicates, group):
        size = min(group, replicates - first)
        z1, z2 = buffer("z1", (size, n)), buffer("z2", (size, n))
        draw(generator, z1, z2)
        found.append((sign(z1, z2), rlhf(z1, z2)))
    return n, np.concatenate([s for s, _ in found]), np.concatenate([r for _, r in found])


def batches(sizes, seed):
    """Tasks of about five million rows, the heaviest sizes first."""
    seeds = iter(np.random.SeedSequence(seed).spawn(1000))
    for n, replicates in sorted(sizes, reverse=True):
        each = max(1, min(replicates, 5_000_000 // n))
        for first in range(0, replicates, each):
            yield n, min(each, replicates - first), next(seeds)


def main():
    options = arguments(__doc__)
    sizes = SIZES if options.flagship else [(options.n, options.replicates)]
    tasks = list(batches(sizes, options.seed))

    def work():
        if options.processes == 1:
            results = list(map(run_batch, tasks))
        else:
            with get_context("fork").Pool(options.processes) as pool:
                results = list(pool.imap_unordered(run_batch, tasks, chunksize=1))
        return {
            n: {name: np.concatenate([r[i] for r in results if r[0] == n]) for i, name in ((1, "sign"), (2, "rlhf"))}
            for n, _ in sizes
        }

    report("expert numpy", sizes, options.processes, work)


if __name__ == "__main__":
    main()
