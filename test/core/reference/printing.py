"""How NumPy prints the tensors of test/core/printing, with floatmode "maxprec" and four digits as here.

Run in the repository root:  npx tsx test/core/reference/printingSamples.ts | python test/core/reference/printing.py
"""

import json
import pathlib
import sys

import numpy as np

np.set_printoptions(precision=4, threshold=1000, edgeitems=3, linewidth=100, suppress=False)
samples = json.load(sys.stdin)
texts = [
    np.array2string(np.array(s["data"], dtype=np.float32).reshape(s["shape"]), separator=", ", prefix="tensor(")
    for s in samples
]
target = pathlib.Path(__file__).with_name("fixtures") / "printing.json"
target.write_text(json.dumps({"numpy": np.__version__, "texts": texts}, indent=1) + "\n")
