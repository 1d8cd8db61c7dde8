"""Outputs and gradients of every layer by PyTorch in float64, and its defaults by introspection, for test/core/nn/parity.test.ts.

Run in the repository root:  python test/core/nn/reference/layers.py
"""

import inspect
import json
import pathlib

import torch
from torch import nn

torch.manual_seed(0)
fixtures = pathlib.Path(__file__).parent.parent / "fixtures"


def random(*shape):
    return torch.randn(*shape).double()


def packed(x):
    if x.dtype == torch.bool:
        return {"shape": list(x.shape), "data": x.flatten().tolist(), "dtype": "bool"}
    return {"shape": list(x.shape), "data": [float(f"{v:.9g}") for v in x.flatten().tolist()]}


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def case(name, layer, positional=(), options=None, inputs=(), call=None, train=False, forward=None):
    """One layer, run and differentiated. Options are PyTorch's; batch_first is ours."""
    options = options or {}
    call = call or {}
    takes_batch_first = "batch_first" in inspect.signature(layer).parameters
    extra = {"batch_first": True} if takes_batch_first and "batch_first" not in options else {}
    module = layer(*positional, **options, **extra).double()
    for parameter in module.parameters():  # not the special values of a fresh layer (ones, zeros)
        parameter.data = (parameter.data + 0.1 * torch.randn_like(parameter)).float().double()
    module.train(train)
    before = {key: packed(value.double()) for key, value in module.state_dict().items()}
    leaves = [x.clone().requires_grad_() if x.is_floating_point() else x for x in inputs]
    result = (forward or (lambda m, *a, **k: m(*a, **k)))(module, *leaves, **call)
    outputs = [y for y in (result if isinstance(result, tuple) else (result,)) if y is not None]
    cotangent = random(*outputs[0].shape).float().double()
    outputs[0].backward(cotangent)
    return {
        "name": name,
        "layer": layer.__name__,
        "positional": list(positional),
        "options": {camel(key): value for key, value in options.items()},
        "train": train,
        "state": before,
        "inputs": [packed(x.double()) for x in inputs],
        "call": {camel(k): packed(v) if torch.is_tensor(v) else v for k, v in call.items()},
        "outputs": [packed(y.detach()) for y in outputs],
        "cotangent": packed(cotangent),
        "inputGradients": [packed(x.grad) if x.grad is not None else None for x in leaves],
        "gradients": {key: packed(p.grad) for key, p in module.named_parameters() if p.grad is not None},
        "buffers": {key: packed(value.double()) for key, value in module.named_buffers()},
    }


def f(*shape):
    return random(*shape).float().double()


C = 8
x = f(2, 5, C)
causal = torch.ones(5, 5, dtype=torch.bool).triu(1)
additive = f(5, 5)
padding = torch.tensor([[False] * 5, [False, False, False, True, True]])
memory = f(2, 3, C)
ids = torch.tensor([[1, 4, 0], [3, 3, 2]])
small = {"dim_feedforward": 12, "dropout": 0.0}

cases = [
    case("Linear", nn.Linear, (C, 3), {}, [x]),
    case("Linear without bias", nn.Linear, (C, 3), {"bias": False}, [f(4, C)]),
    case("Linear on a vector", nn.Linear, (C, 3), {}, [f(C)]),
    case("Embedding", nn.Embedding, (6, 4), {}, [ids]),
    case("Embedding with padding", nn.Embedding, (6, 4), {"padding_idx": 3}, [ids]),
    case("LayerNorm over C", nn.LayerNorm, (C,), {}, [x]),
    case("LayerNorm over [N, C]", nn.LayerNorm, ([5, C],), {}, [x]),
    case("LayerNorm without bias", nn.LayerNorm, (C,), {"bias": False, "eps": 0.1}, [x]),
    case("LayerNorm without affine", nn.LayerNorm, (C,), {"elementwise_affine": False}, [x]),
    case("RMSNorm over C", nn.RMSNorm, (C,), {"eps": 1e-6}, [x]),
    case("RMSNorm over [N, C]", nn.RMSNorm, ([5, C],), {"eps": 0.1}, [x]),
    case("RMSNorm without affine", nn.RMSNorm, (C,), {"eps": 1e-6, "elementwise_affine": False}, [x]),
    case("BatchNorm1d in training, rank 3", nn.BatchNorm1d, (5,), {}, [x], train=True),
    case("BatchNorm1d in training, rank 2", nn.BatchNorm1d, (C,), {}, [f(6, C)], train=True),
    case("BatchNorm1d in training, cumulative", nn.BatchNorm1d, (C,), {"momentum": None}, [f(6, C)], train=True),
    case("BatchNorm1d in eval", nn.BatchNorm1d, (5,), {}, [x]),
    case("BatchNorm1d without running statistics", nn.BatchNorm1d, (5,), {"track_running_stats": False, "affine": False}, [x]),
    case("GroupNorm", nn.GroupNorm, (2, 6), {}, [f(2, 6, 5)]),
    case("GroupNorm, one group, rank 4", nn.GroupNorm, (1, 4), {}, [f(2, 4, 3, 2)]),
    case("GroupNorm, rank 2", nn.GroupNorm, (2, 6), {"affine": False}, [f(3, 6)]),
    case("InstanceNorm1d", nn.InstanceNorm1d, (5,), {}, [x]),
    case("InstanceNorm1d with affine", nn.InstanceNorm1d, (5,), {"affine": True}, [x]),
    case("InstanceNorm1d without batch", nn.InstanceNorm1d, (5,), {}, [f(5, C)]),
    case("InstanceNorm1d in training, with running statistics", nn.InstanceNorm1d, (5,), {"track_running_stats": True}, [x], train=True),
    case("InstanceNorm1d in training, without momentum", nn.InstanceNorm1d, (5,), {"track_running_stats": True, "momentum": None}, [x], train=True),
    case("InstanceNorm1d in eval, with running statistics", nn.InstanceNorm1d, (5,), {"track_running_stats": True, "affine": True}, [x]),
    case("InstanceNorm1d without batch, with running statistics", nn.InstanceNorm1d, (5,), {"track_running_stats": True}, [f(5, C)], train=True),
    case("GELU", nn.GELU, (), {}, [x]),
    case("GELU, tanh form", nn.GELU, (), {"approximate": "tanh"}, [x]),
    case("ReLU", nn.ReLU, (), {}, [x]),
    case("SiLU", nn.SiLU, (), {}, [x]),
    case("MultiheadAttention, self", nn.MultiheadAttention, (C, 2), {}, [x, x, x]),
    case("MultiheadAttention, cross", nn.MultiheadAttention, (C, 2), {}, [x, memory, memory]),
    case("MultiheadAttention, kdim and vdim", nn.MultiheadAttention, (C, 2), {"kdim": 3, "vdim": 6}, [x, f(2, 4, 3), f(2, 4, 6)]),
    case("MultiheadAttention, boolean causal mask", nn.MultiheadAttention, (C, 2), {}, [x, x, x], {"attn_mask": causal}),
    case("MultiheadAttention, additive mask", nn.MultiheadAttention, (C, 2), {}, [x, x, x], {"attn_mask": additive}),
    case("MultiheadAttention, mask per head", nn.MultiheadAttention, (C, 2), {}, [x, x, x], {"attn_mask": f(4, 5, 5)}),
    case("MultiheadAttention, padding", nn.MultiheadAttention, (C, 2), {}, [x, x, x], {"key_padding_mask": padding}),
    case(
        "MultiheadAttention, causal and padding, weights of each head",
        nn.MultiheadAttention,
        (C, 4),
        {"bias": False},
        [x, x, x],
        {"attn_mask": causal, "key_padding_mask": padding, "average_attn_weights": False},
    ),
    case("MultiheadAttention, no weights", nn.MultiheadAttention, (C, 2), {}, [x, x, x], {"need_weights": False}),
    case("MultiheadAttention without batch", nn.MultiheadAttention, (C, 2), {}, [x[0], x[0], x[0]]),
    case("MultiheadAttention, sequence first", nn.MultiheadAttention, (C, 2), {"batch_first": False}, [x, x, x]),
]
for norm_first in (False, True):
    style = "pre-norm" if norm_first else "post-norm"
    options = {**small, "norm_first": norm_first}
    encoder_call = {"src_mask": causal, "src_key_padding_mask": padding}
    decoder_call = {"tgt_mask": causal, "memory_key_padding_mask": torch.tensor([[False] * 3, [False, True, True]])}
    cases += [
        case(f"TransformerEncoderLayer, {style}", nn.TransformerEncoderLayer, (C, 2), options, [x], train=True),
        case(
            f"TransformerEncoderLayer, {style}, gelu, masks",
            nn.TransformerEncoderLayer,
            (C, 2),
            {**options, "activation": "gelu", "layer_norm_eps": 1e-3, "bias": False},
            [x],
            encoder_call,
            train=True,
        ),
        case(f"TransformerDecoderLayer, {style}", nn.TransformerDecoderLayer, (C, 2), options, [x, memory], decoder_call, train=True),
        case(
            f"Transformer, {style}",
            nn.Transformer,
            (),
            {"d_model": C, "nhead": 2, "num_encoder_layers": 1, "num_decoder_layers": 2, **options},
            [memory, x],
            {"tgt_mask": causal},
            train=True,
        ),
    ]


def encoder_stack(num_layers, norm):
    layer = nn.TransformerEncoderLayer(C, 2, batch_first=True, norm_first=True, **small)
    return nn.TransformerEncoder(layer, num_layers, norm=nn.LayerNorm(C) if norm else None, enable_nested_tensor=False)


encoder_stack.__name__ = "TransformerEncoder"
for norm in (False, True):
    cases.append(
        case(f"TransformerEncoder {'with' if norm else 'without'} final norm", encoder_stack, (2, norm), {}, [x], {"mask": causal}, train=True)
    )

layers = ["Linear", "Embedding", "LayerNorm", "RMSNorm", "BatchNorm1d", "GroupNorm", "InstanceNorm1d", "Dropout", "GELU", "MultiheadAttention"]
layers += ["TransformerEncoderLayer", "TransformerDecoderLayer", "TransformerEncoder", "TransformerDecoder", "Transformer"]
optimizers = ["SGD", "Adam", "AdamW"]
signatures = {name: getattr(nn, name) for name in layers} | {name: getattr(torch.optim, name) for name in optimizers}
signatures |= {"MultiheadAttention.forward": nn.MultiheadAttention.forward, "CrossEntropyLoss": nn.CrossEntropyLoss}


def default(value):
    return value if isinstance(value, (int, float, str, bool, type(None), tuple)) else getattr(value, "__name__", str(value))


defaults = {
    name: {
        camel(p.name): default(p.default)
        for p in inspect.signature(target).parameters.values()
        if p.default is not inspect.Parameter.empty
    }
    for name, target in signatures.items()
}
result = {"versions": {"torch": torch.__version__}, "defaults": defaults, "cases": cases}
(fixtures / "layers.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
