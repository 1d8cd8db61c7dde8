"""A small .safetensors file written by the format's own library, and what it holds, for test/core/safetensors.

Run in the repository root:  python test/core/reference/safetensors.py
"""

import json
import pathlib
import struct

# The folder of this script would hide the library of the same name.
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path = [entry for entry in sys.path if pathlib.Path(entry or ".").resolve() != here]

import safetensors
import torch
from safetensors.torch import save_file

torch.manual_seed(0)
special = [0.0, -0.0, 1.0, -1.5, 65504.0, 65519.0, 65520.0, 1e30, -1e30, 6e-8, 2.9e-8, 3.0e-8, 1e-40, 5.96e-8]
special += [float("inf"), float("-inf"), 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-8, 1 + 3 * 2**-8, 3.3895e38]
values = torch.cat([torch.tensor(special), torch.randn(20) * torch.logspace(-8, 6, 20)])
tensors = {
    "f32": values.reshape(1, -1),
    "f16": values.half(),
    "bf16": values.bfloat16(),
    "odd": torch.tensor([True, False, True]),
    "ids": torch.arange(5),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
}
save_file(tensors, here / "fixtures/sample.safetensors", metadata={"format": "pt"})


def bits(tensor):
    return [struct.unpack("<I", struct.pack("<f", x))[0] for x in tensor.float().flatten().tolist()]


def half_bits(tensor):
    return [x & 0xFFFF for x in tensor.view(torch.int16).tolist()]


expected = {
    "versions": {"torch": torch.__version__, "safetensors": safetensors.__version__},
    "tensors": {name: {"shape": list(x.shape), "bits": bits(x)} for name, x in tensors.items()},
    "f16": half_bits(values.half()),
    "bf16": half_bits(values.bfloat16()),
}
(here / "fixtures/safetensors.json").write_text(json.dumps(expected, indent=1) + "\n")
