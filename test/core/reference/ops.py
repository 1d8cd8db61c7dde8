"""Outputs and gradients of every op sample by PyTorch in float64, for test/core/ops/registry.test.ts.

Run in the repository root:  npx tsx test/core/reference/opSamples.ts | python test/core/reference/ops.py
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F


def reduction(function, **fixed):
    def run(x, axis, keepdims, **rest):
        return function(x, dim=tuple(axis), keepdim=keepdims, **fixed, **rest)

    return run


def arg_extreme(function):
    def run(x, axis, keepdims):
        whole = len(axis) == x.dim() and x.dim() != 1
        return function(x, dim=None if whole else axis[0], keepdim=keepdims)

    return run


def last_axes_norm(function):
    def run(x, *parameters, axes, eps, **_):
        return function(x, x.shape[axes[0] :], *parameters, eps=eps)

    return run


def index(x, ranges):
    for axis, r in enumerate(ranges):
        places = [r["start"] + i * r["step"] for i in range(r["length"])]
        x = x.index_select(axis, torch.tensor(places, dtype=torch.long))
    return x


def cross_entropy(logits, targets, ignoreIndex, labelSmoothing):
    flat = F.cross_entropy(
        logits.reshape(-1, logits.shape[-1]),
        targets.reshape(-1).long(),
        reduction="none",
        ignore_index=ignoreIndex,
        label_smoothing=labelSmoothing,
    )
    return flat.reshape(targets.shape)


def attention(query, key, value, scale, causal):
    queries, keys = query.shape[-2], key.shape[-2]
    offset = keys if causal is None else causal
    allowed = torch.ones(queries, keys, dtype=torch.bool).tril(offset)
    return F.scaled_dot_product_attention(
        query, key, value, attn_mask=allowed, scale=scale, enable_gqa=True
    )


ops = {
    "absolute": torch.abs,
    "add": torch.add,
    "argmax": arg_extreme(torch.argmax),
    "argmin": arg_extreme(torch.argmin),
    "attention": attention,
    "batchNorm": lambda x, eps, **_: F.batch_norm(x, None, None, training=True, eps=eps),
    "clone": torch.clone,
    "concat": lambda *xs, axis: torch.cat(xs, dim=axis),
    "cosine": torch.cos,
    "crossEntropy": cross_entropy,
    "cumsum": lambda x, axis: x.cumsum(axis),
    "diagonal": lambda x, axes: torch.diagonal(x, 0, *axes),
    "divide": torch.div,
    "embedding": lambda table, ids: F.embedding(ids.long(), table),
    "equal": torch.eq,
    "erf": torch.erf,
    "exp": torch.exp,
    "expand": lambda x, shape: x.expand(shape),
    "gather": lambda x, ids, axis: x.gather(axis, ids.long()),
    "gelu": F.gelu,
    "greater": torch.gt,
    "greaterEqual": torch.ge,
    "groupNorm": lambda x, eps, groups, **_: F.group_norm(x, groups, eps=eps),
    "instanceNorm": lambda x, eps, **_: F.instance_norm(x, eps=eps),
    "layerNorm": last_axes_norm(F.layer_norm),
    "less": torch.lt,
    "lessEqual": torch.le,
    "log": torch.log,
    "logSoftmax": lambda x, axis: F.log_softmax(x, axis),
    "linear": F.linear,
    "logicalAnd": torch.logical_and,
    "logicalOr": torch.logical_or,
    "matmul": torch.matmul,
    "max": reduction(torch.amax),
    "maximum": torch.maximum,
    "mean": reduction(torch.mean),
    "min": reduction(torch.amin),
    "minimum": torch.minimum,
    "multiply": torch.mul,
    "negate": torch.neg,
    "norm": reduction(torch.linalg.vector_norm),
    "notEqual": torch.ne,
    "permute": lambda x, axes: x.permute(axes),
    "power": torch.pow,
    "relu": torch.relu,
    "reshape": lambda x, shape: x.reshape(shape),
    "rmsNorm": last_axes_norm(F.rms_norm),
    "rsqrt": torch.rsqrt,
    "sigmoid": torch.sigmoid,
    "silu": F.silu,
    "sine": torch.sin,
    "slice": index,
    "softmax": lambda x, axis: F.softmax(x, axis),
    "sqrt": torch.sqrt,
    "square": torch.square,
    "std": reduction(torch.std),
    "storedNorm": lambda x, mean, var, eps, **_: F.batch_norm(x, mean, var, training=False, eps=eps),
    "subtract": torch.sub,
    "sum": reduction(torch.sum),
    "tanh": torch.tanh,
    "topkIndices": lambda x, k, axis: x.topk(k, dim=axis).indices,
    "tril": torch.tril,
    "triu": torch.triu,
    "variance": reduction(torch.var),
    "where": lambda c, a, b: torch.where(c != 0, a, b),
}

# Inputs that take no gradient here.
constants = {
    "crossEntropy": {1},
    "embedding": {1},
    "gather": {1},
    "storedNorm": {1, 2},
    "where": {0},
}


def to_tensor(array):
    return torch.tensor(array["data"], dtype=torch.float64).reshape(array["shape"])


def numbers(tensor):
    return tensor.detach().double().flatten().tolist()


def compute(sample):
    key = sample["key"]
    inputs = [to_tensor(array) for array in sample["inputs"]]
    fixed = constants.get(key, set())
    if sample["differentiable"]:
        for i, x in enumerate(inputs):
            x.requires_grad_(i not in fixed)
    output = ops[key](*inputs, **sample["attributes"])
    result = {"key": key, "index": sample["index"], "output": numbers(output)}
    if sample["differentiable"]:
        output.backward(to_tensor(sample["cotangent"]))
        result["gradients"] = [None if x.grad is None else numbers(x.grad) for x in inputs]
    return result


samples = json.load(sys.stdin)
lines = ",\n".join(json.dumps(compute(sample)) for sample in samples)
target = pathlib.Path(__file__).with_name("fixtures") / "ops.json"
target.write_text(f'{{"torch": "{torch.__version__}", "samples": [\n{lines}\n]}}\n')
print(f"{len(samples)} samples, {target.stat().st_size} bytes")
