"""Probes the models of fixtures/plantedModels.json with tokenwise_torch and prints the payloads as JSON.

Run: python test/python/planted_probe.py > test/python/fixtures/plantedPayloads.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

here = Path(__file__).parent
sys.path.insert(0, str(here.parent.parent / "media" / "python"))
from tokenwise_torch import INFLUENCE_MIME, STATS_MIME, token_influence, token_stats

Step = dict[str, Any]


def numbers(packed: dict[str, Any]) -> Tensor:
    return torch.tensor(packed["values"]).reshape(packed["shape"])


def with_weights(module: nn.Module, step: Step, **names: str) -> nn.Module:
    """The module with its tensors taken from the step; `names` are those that Python calls otherwise."""
    stored = {name: step.get(names.get(name, name)) for name in ("weight", "bias", "running_mean", "running_var")}
    module.load_state_dict({name: numbers(values) for name, values in stored.items() if values}, strict=False)
    return module


class ChannelsFirst(nn.Module):
    """A norm of [B, C, N] applied to [B, N, C]."""

    def __init__(self, norm: nn.Module) -> None:
        super().__init__()
        self.norm = norm

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


class StatisticNorm(nn.Module):
    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step

    def forward(self, x: Tensor) -> Tensor:
        axis, scale = self.step["axis"], self.step["scale"]
        read = x.detach() if self.step["detached"] else x
        mean = read.mean(axis, keepdim=True)
        centered = x - mean if self.step["center"] else x
        if scale == "none":
            return centered
        source = (read - mean) if scale == "std" else read
        return centered / (source.square().mean(axis, keepdim=True) + self.step["eps"]).sqrt()


class Quantiser(nn.Module):
    """Rounds x to whole multiples of its largest |value| / levels."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.levels = step["levels"]

    def forward(self, x: Tensor) -> Tensor:
        scale = x.abs().max() / self.levels
        # Adding and taking off 1.5 * 2 ** 23 rounds a float32 to a whole number, in any framework.
        return (x / scale + 12582912.0 - 12582912.0) * scale


class Attention(nn.Module):
    def __init__(self, step: Step) -> None:
        super().__init__()
        self.diagonal = step["diagonal"]
        for name in ("query", "key", "value", "output"):
            self.register_parameter(name, nn.Parameter(numbers(step[name])))

    def forward(self, x: Tensor) -> Tensor:
        query, key, value = x @ self.query, x @ self.key, x @ self.value
        scores = query @ key.transpose(1, 2) / x.shape[-1] ** 0.5
        if self.diagonal is not None:
            hidden = torch.ones(scores.shape[1:], dtype=torch.bool).triu(self.diagonal)
            scores = scores.masked_fill(hidden, -torch.inf)
        return scores.softmax(-1) @ value @ self.output


class Residual(nn.Module):
    def __init__(self, step: Step) -> None:
        super().__init__()
        self.inner = sequence(step["steps"])

    def forward(self, x: Tensor) -> Tensor:
        return x + self.inner(x)


def build(step: Step) -> nn.Module:
    weight = step.get("weight")
    shape = weight["shape"] if weight else []
    running = {"running_mean": "runningMean", "running_var": "runningVar"}
    builders = {
        "linear": lambda: with_weights(nn.Linear(shape[1], shape[0]), step),
        "embedding": lambda: with_weights(nn.Embedding(*shape), step),
        "gelu": lambda: nn.GELU(),
        "layerNorm": lambda: with_weights(nn.LayerNorm(shape, eps=step["eps"]), step),
        "rmsNorm": lambda: with_weights(nn.RMSNorm(shape, eps=step["eps"]), step),
        "batchNorm": lambda: ChannelsFirst(with_weights(nn.BatchNorm1d(shape[0], eps=step["eps"]), step, **running)),
        "groupNorm": lambda: ChannelsFirst(with_weights(nn.GroupNorm(1, shape[0], eps=step["eps"]), step)),
        "instanceNorm": lambda: ChannelsFirst(
            with_weights(nn.InstanceNorm1d(shape[0], eps=step["eps"], affine=True), step)
        ),
        "statistic": lambda: StatisticNorm(step),
        "quantise": lambda: Quantiser(step),
        "attention": lambda: Attention(step),
        "residual": lambda: Residual(step),
    }
    return builders[step["type"]]()


def sequence(steps: list[Step]) -> nn.Sequential:
    return nn.Sequential(*map(build, steps))


def probe(planted: dict[str, Any]) -> dict[str, Any]:
    model = sequence(planted["steps"]).train(planted["training"])
    x = numbers(planted["input"])
    x = x.long() if planted["isIds"] else x
    influence = token_influence(model, x, allowed=planted["allowed"])
    stats = token_stats(model, x)
    return {
        "name": planted["name"],
        INFLUENCE_MIME: influence.payload(),
        "influenceText": str(influence),
        STATS_MIME: stats.payload(),
        "statsText": str(stats),
    }


def main() -> None:
    models = json.loads((here / "fixtures" / "plantedModels.json").read_text(encoding="utf-8"))["models"]
    probed = [json.dumps(probe(planted), ensure_ascii=False) for planted in models]
    print(f'{{"torch": "{torch.__version__}", "probed": [\n' + ",\n".join(probed) + "\n]}")


if __name__ == "__main__":
    main()
