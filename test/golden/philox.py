"""Known answers of Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) from a reference in Python integers.

The three published vectors of Random123 are asserted first; 50 random counters and keys follow.
Run: python3 test/golden/philox.py
"""

import random

from golden import write

MASK = 2**32 - 1
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)

PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((MASK,) * 4, (MASK,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def philox4x32(counter, key, rounds=10):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        low = MULTIPLIERS[0] * c0
        high = MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (high >> 32) ^ c1 ^ k0, high & MASK, (low >> 32) ^ c3 ^ k1, low & MASK
        k0, k1 = (k0 + WEYL[0]) & MASK, (k1 + WEYL[1]) & MASK
    return c0, c1, c2, c3


def main():
    for counter, key, words in PUBLISHED:
        assert philox4x32(counter, key) == words
    draw = random.Random(20251028)
    cases = [{"counter": c, "key": k, "words": w, "published": True} for c, k, w in PUBLISHED]
    for _ in range(50):
        counter = [draw.getrandbits(32) for _ in range(4)]
        key = [draw.getrandbits(32) for _ in range(2)]
        cases.append({"counter": counter, "key": key, "words": philox4x32(counter, key), "published": False})
    write("philox", "Philox4x32-10: counter (4 words), key (2 words) -> 4 words, all uint32.", [], {"cases": cases})


if __name__ == "__main__":
    main()
