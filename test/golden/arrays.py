"""Matrices as numpy writes them to .npy, and as the safetensors format has them, with their values.

The safetensors files are made from the published description of the format, not by its library: 8 bytes with the length of the header, the header in
JSON, the values one tensor after the other.

Run: python3 test/golden/arrays.py
"""

import base64
import io
import json
import struct

from golden import write
import numpy as np

# Values that binary16 has, with its largest, its smallest, a negative zero, and subnormal ones.
HALVES = np.array([[1.5, -2.0, 65504.0], [6e-8, -0.0, 0.333251953125], [6.103515625e-05, -1e-07, 2048.0], [0.0, 1.0, -65504.0]], dtype="<f2")
VALUES = np.array([[1 / 3, -2.5, 1e300], [5e-324, 0.0, 1e-300], [123456789.123, -1 / 7, 2.0**60], [4.0, 5.0, 6.0]], dtype="<f8")
SINGLE = np.array([[1 / 3, -2.5, 3e38], [1e-45, 0.0, 1e-30], [123456789.0, -1 / 7, 2.0**60], [4.0, 5.0, 6.0]], dtype="<f4")


def b64(data):
    return base64.b64encode(data).decode()


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **options)
    return b64(file.getvalue())


def bfloat16(single):
    """The upper half of each float32, rounded to even, as integers."""
    bits = single.view("<u4").astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def safetensors(tensors, metadata=None, pad=0):
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, (dtype, shape, values) in tensors.items():
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode() + b" " * pad
    return b64(struct.pack("<Q", len(text)) + text + data)


npys = []
for kind, array in (("f2", HALVES), ("f4", SINGLE), ("f8", VALUES)):
    for order in "CF":
        for version in ((1, 0), (2, 0), (3, 0)):
            a = np.asarray(array, order=order)
            npys.append({"name": f"{kind} {order} {version[0]}", "file": npy(a, version=version), "values": a.astype(float).tolist()})

bf = bfloat16(SINGLE[:, :2].copy())
bf_values = (bf.astype("<u4") << 16).view("<f4").astype(float)
tensors = [
    {"name": "F16", "file": safetensors({"x": ("F16", (4, 3), HALVES.tobytes())}), "values": HALVES.astype(float).tolist()},
    {"name": "F32", "file": safetensors({"x": ("F32", (4, 3), SINGLE.tobytes())}, {"format": "pt"}, pad=7), "values": SINGLE.astype(float).tolist()},
    {"name": "F64", "file": safetensors({"x": ("F64", (4, 3), VALUES.tobytes())}), "values": VALUES.tolist()},
    {"name": "BF16", "file": safetensors({"x": ("BF16", (4, 2), bf.tobytes())}), "values": bf_values.tolist()},
]
several = safetensors(
    {
        "ids": ("I64", (4,), np.arange(4, dtype="<i8").tobytes()),
        "chosen": ("F32", (4, 3), SINGLE.tobytes()),
        "rejected": ("F64", (4, 3), VALUES.tobytes()),
        "counts": ("I32", (4, 3), np.zeros((4, 3), "<i4").tobytes()),
    }
)
write(
    "arrays",
    "Matrices in base64 of their files, with their values",
    ["numpy"],
    {
        "npy": npys,
        "safetensors": tensors,
        "several": several,
        "objects": npy(np.array([[1, "a"], [None, 2]], dtype=object), allow_pickle=True),
        "bigEndian": npy(VALUES.astype(">f8")),
        "integers": npy(np.arange(6).reshape(3, 2)),
        "structured": npy(np.zeros(2, dtype=[("a", "<f8"), ("b", "<f8")])),
        "vector": npy(VALUES[0]),
        "cube": npy(VALUES.reshape(2, 2, 3)),
        "scalar": npy(np.float64(3.0)),
        "huge": npy(np.zeros((0, 3))),
    },
)
