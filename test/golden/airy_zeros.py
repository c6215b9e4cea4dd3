"""Makes airy-zeros.json: the first 30 zeros of Ai and Ai' there, from SciPy.

Run: python3 test/golden/airy_zeros.py   (scipy 1.17)
"""
import json
import pathlib

from scipy.special import ai_zeros

zeros, _, _, slopes = ai_zeros(30)
pathlib.Path(__file__).with_name("airy-zeros.json").write_text(
    json.dumps({"zeros": list(zeros), "slopes": list(slopes)}, indent=1)
)
