"""LayerNorm's gradients by PyTorch in float64 on hard float32 inputs, for test/core/ops/layerNormBackward.test.ts.

Run in the repository root:  python test/core/ops/reference/layerNormBackward.py
"""

import json
import pathlib

import torch

torch.manual_seed(0)
B, C = 3, 64


def numbers(x):
    return [float(f"{value:.9g}") for value in x.flatten().tolist()]


def case(name, x, eps=1e-5):
    x = x.float().double().requires_grad_()
    weight = (1 + 0.3 * torch.randn(C)).float().double().requires_grad_()
    bias = torch.zeros(C).double().requires_grad_()
    upstream = torch.randn(B, C).float().double()
    torch.nn.functional.layer_norm(x, (C,), weight, bias, eps).backward(upstream)
    given = {"x": x, "weight": weight, "upstream": upstream}
    gradients = {"x": x.grad, "weight": weight.grad, "bias": bias.grad}
    return {
        "name": name,
        "eps": eps,
        "shape": [B, C],
        **{key: numbers(value.detach()) for key, value in given.items()},
        "gradients": {key: numbers(value) for key, value in gradients.items()},
    }


normal = torch.randn(B, C).double()
# Numbers whose mean is exact: PyTorch itself finds a variance in other constant rows, 1e30 say.
constant = torch.tensor([[3.5], [0.0], [-65536.0]]).double().expand(B, C)
one_outlier = torch.cat([1e4 + torch.zeros(B, 1), torch.randn(B, C - 1)], 1).double()
cases = [
    case("N(0, 1)", normal),
    case("N(0, 1), eps of BERT", normal, 1e-12),
    case("mean 100, std 1", normal + 100),
    case("mean 1e4, std 1e-2", 1e4 + 1e-2 * normal),
    case("mean 1e6, std 1", 1e6 + normal),
    case("around 1e19", 1e19 * normal),
    case("around 1e30", 1e30 * normal),
    case("around 1e-30", 1e-30 * normal),
    case("denormal", 1e-40 * normal),
    case("constant rows", constant),
    case("one outlier", one_outlier),
]
result = {"versions": {"torch": torch.__version__}, "cases": cases}
(pathlib.Path(__file__).parent.parent / "fixtures/layerNormBackward.json").write_text(json.dumps(result) + "\n")
