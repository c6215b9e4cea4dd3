"""Tables as numpy writes them, and the canonical form that signbench gives them.

Run: python3 test/golden/tables.py
"""

import base64
import hashlib
import io
import struct

from golden import write
import numpy as np

VALUES = np.array([[33.0, 2.0, -0.1], [-69.5, 1.0, 1e-300], [0.1 + 0.2, -0.0, 1e100], [-11.0, 4.0, 1 / 3]])


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **options)
    return base64.b64encode(file.getvalue()).decode()


def csv(array):
    file = io.StringIO()
    np.savetxt(file, array, fmt="%.17g", delimiter=",", header="dcost,cars,dovtt", comments="")
    return file.getvalue()


def canonical(array):
    rows, columns = array.shape
    # One zero: adding 0.0 takes the sign off it.
    return b"SBTABLE1" + struct.pack("<QQ", rows, columns) + (array + 0.0).astype("<f8").tobytes()


SINGLE = VALUES[:2].astype("<f4")
golden = {
    "values": (VALUES + 0.0).tolist(),
    "csv": csv(VALUES),
    "npy": npy(VALUES),
    "npyVersion2": npy(VALUES, version=(2, 0)),
    "sha256": hashlib.sha256(canonical(VALUES)).hexdigest(),
    "canonical": base64.b64encode(canonical(VALUES)).decode(),
    "single": npy(SINGLE),
    "singleValues": SINGLE.astype(float).tolist(),
    "fortran": npy(np.asfortranarray(VALUES)),
    "integers": npy(np.arange(6).reshape(3, 2)),
    "bigEndian": npy(VALUES.astype(">f8")),
    "vector": npy(VALUES[0]),
    "cube": npy(VALUES.reshape(2, 2, 3)),
    "nan": npy(np.array([[1.0, 2.0], [3.0, np.nan]])),
    "structured": npy(np.zeros(2, dtype=[("a", "<f8"), ("b", "<f8")])),
}
write("tables", "The same values in several formats; arrays and canonical bytes in base64.", ["numpy"], golden)
