"""Hashed n-gram features of texts, from their definition in kernels/text/hashed-ngrams.ts and not from its code: n-grams as byte strings in a Counter, Philox by numpy's integers.

Run: python3 test/golden/hashed_ngrams.py
"""

import math
import re
from collections import Counter

from golden import write

MASK = 0xFFFFFFFF


def philox(counter, key):
    x, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(b >> 32) ^ x[1] ^ k[0], b & MASK, (a >> 32) ^ x[3] ^ k[1], a & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return x


def fnv(data, start=0x811C9DC5):
    for byte in data:
        start = ((start ^ byte) * 0x01000193) & MASK
    return start


def bucket(h):
    h ^= h >> 16
    h = (h * 0x85EBCA6B) & MASK
    h ^= h >> 13
    h = (h * 0xC2B2AE35) & MASK
    return (h ^ (h >> 16)) & (2**18 - 1)


def buckets(text):
    """The bucket of each n-gram, in the order in which they come."""
    found, before = [], None
    for token in re.findall(rb"[A-Za-z0-9'\x80-\xff]+|[^\x00-\x20\x7f]", text.encode("utf-8", "replace")):
        token = bytes(b + 32 if 65 <= b <= 90 else b for b in token)
        word = fnv(b"\x01" + token)
        found.append(bucket(word))
        if before is not None:
            found.append(bucket(fnv(b"\x02", ((before * 31) & MASK) ^ word)))
        before = word or 1
        if re.match(rb"[a-z0-9'\x80-\xff]", token):
            spaced = b" " + token + b" "
            for length in (3, 4):
                found += [bucket(fnv(b"\x03" + spaced[i : i + length])) for i in range(len(spaced) - length + 1)]
    return found


def embed(text, columns, seed):
    found = buckets(text)
    entries = min(16, columns)
    sums = [0.0] * columns
    for b, count in Counter(found).items():
        for k in range(entries):
            word = philox((b, k // 4, 0, 0), (seed, 0x6E6772))[k % 4]
            first, end = k * columns // entries, (k + 1) * columns // entries
            column = first + ((word >> 1) * (end - first) >> 31)
            sums[column] += math.sqrt(count) * (1 if word & 1 else -1)
    scale = math.sqrt(entries * max(1, len(found)))
    return [s / scale for s in sums]


TEXTS = ["Hello, world!", "hello  WORLD\n!", "a", "", "\t \x7f", "don't stop; don't", "naïve 😀 שלום", "aaaa aaaa aaaa", "x" * 300, "1,000.50 €"]
cases = [{"text": t, "columns": c, "seed": s, "values": embed(t, c, s)} for c, s in ((8, 1), (40, 7), (3, 2**32 - 1)) for t in TEXTS]
write("hashed-ngrams", "Features before they are rounded to float32", [], {"cases": cases})
