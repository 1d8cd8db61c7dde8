"""Writes fixtures/plantedModels.json: ten small models with a planted leak each, and right ones beside them.

Each model is a list of steps with its weights, so that PyTorch (planted_probe.py) and Tokenwise (plantedModel.ts)
build the same one. Run: python test/python/planted_models.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

SEQUENCES, TOKENS, CHANNELS, VOCABULARY = 2, 7, 8, 12
Step = dict[str, Any]


def packed(values: Tensor) -> dict[str, Any]:
    """Shape and numbers, short enough to read: four decimals."""
    return {"shape": list(values.shape), "values": [round(value, 4) for value in values.reshape(-1).tolist()]}


def weights(*shape: int, scale: float = 0.4) -> dict[str, Any]:
    return packed(torch.randn(shape) * scale)


def linear() -> Step:
    return {"type": "linear", "weight": weights(CHANNELS, CHANNELS), "bias": weights(CHANNELS, scale=0.1)}


def norm(kind: str, *shape: int, **more: Any) -> Step:
    scale, shift = packed(1 + 0.2 * torch.randn(shape)), weights(*shape, scale=0.1)
    return {"type": kind, "weight": scale, "bias": None if kind == "rmsNorm" else shift, "eps": 1e-5, **more}


def batch_norm() -> Step:
    running = {"runningMean": weights(CHANNELS, scale=0.1), "runningVar": packed(1 + 0.2 * torch.rand(CHANNELS))}
    return norm("batchNorm", CHANNELS, **running)


def statistic(axis: list[int], scale: str, *, center: bool = True, detached: bool = False) -> Step:
    """x minus its mean, divided by its "std", "rms" or nothing ("none"), over the axes."""
    return {"type": "statistic", "axis": axis, "scale": scale, "center": center, "detached": detached, "eps": 1e-5}


def attention(diagonal: int | None) -> Step:
    """One head; `diagonal` is the first key that a query may not see, counted from its own position; None: all seen."""
    projections = {name: weights(CHANNELS, CHANNELS) for name in ("query", "key", "value", "output")}
    return {"type": "attention", "diagonal": diagonal, **projections}


def residual(*steps: Step) -> Step:
    return {"type": "residual", "steps": list(steps)}


def embedding() -> Step:
    return {"type": "embedding", "weight": weights(VOCABULARY, CHANNELS, scale=1.0)}


def block(first: Step, diagonal: int | None, second: Step) -> list[Step]:
    """A pre-norm Transformer block."""
    return [residual(first, attention(diagonal)), residual(second, linear(), {"type": "gelu"}, linear())]


def model(name: str, steps: list[Step], *, allowed: str = "none", leaks: bool = True, training: bool = False) -> Step:
    has_ids = steps[0]["type"] == "embedding"
    ids = torch.randint(VOCABULARY, (SEQUENCES, TOKENS))
    x = ids if has_ids else torch.randn(SEQUENCES, TOKENS, CHANNELS)
    return {
        "name": name,
        "allowed": allowed,
        "leaks": leaks,
        "training": training,
        "isIds": has_ids,
        "input": packed(x),
        "steps": steps,
    }


def layer_norm() -> Step:
    return norm("layerNorm", CHANNELS)


def planted() -> list[Step]:
    over_tokens = statistic([1], "std")
    detached = statistic([1], "std", detached=True)
    off_by_one = [embedding(), *block(layer_norm(), 2, layer_norm()), layer_norm(), linear()]
    return [
        model("LayerNorm([N, C])", [linear(), norm("layerNorm", TOKENS, CHANNELS), linear()]),
        model("norm over tokens", [linear(), over_tokens, linear()]),
        model("centring over tokens", [linear(), statistic([1], "none")]),
        model("RMS over everything", [statistic([0, 1, 2], "rms", center=False), linear()]),
        model("BatchNorm in training", [linear(), batch_norm(), linear()], training=True),
        model(
            "GroupNorm over frames",
            [embedding(), *block(norm("groupNorm", CHANNELS), 1, layer_norm())],
            allowed="causal",
        ),
        model("InstanceNorm over frames", [linear(), norm("instanceNorm", CHANNELS), {"type": "gelu"}]),
        model("mask off by one", off_by_one, allowed="causal"),
        model("detached statistics", [embedding(), *block(detached, 1, layer_norm())], allowed="causal"),
        model("quantiser per tensor", [{"type": "quantise", "levels": 15}, linear()]),
    ]


def right() -> list[Step]:
    gpt = [embedding(), *block(layer_norm(), 1, layer_norm()), *block(layer_norm(), 1, layer_norm()), linear()]
    rms = [norm("rmsNorm", CHANNELS), linear(), {"type": "gelu"}, linear()]
    return [
        model("LayerNorm(C)", [linear(), layer_norm(), {"type": "gelu"}, linear()], leaks=False),
        model("RMSNorm(C)", rms, leaks=False),
        model("causal attention", gpt, allowed="causal", leaks=False),
        model("BatchNorm in eval", [linear(), batch_norm(), linear()], leaks=False),
        model("bidirectional attention", block(layer_norm(), None, layer_norm()), allowed="full", leaks=False),
    ]


def main() -> None:
    torch.manual_seed(0)
    written = json.dumps({"torch": torch.__version__, "models": [*planted(), *right()]})
    path = Path(__file__).parent / "fixtures" / "plantedModels.json"
    path.write_text(written.replace('{"name"', '\n{"name"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
