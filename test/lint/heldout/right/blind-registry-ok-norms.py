"""Norm factories. Select with ``build_norm(cfg.norm, dim)``."""
from functools import partial

import torch
from torch import nn


class RMSNorm(nn.Module):
    def __init__(self, dim, eps=1e-6, axis=-1):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(dim))
        self.eps, self.axis = eps, axis

    def forward(self, x):
        ms = x.float().square().mean(self.axis, keepdim=True)
        return (x * torch.rsqrt(ms + self.eps)).type_as(x) * self.scale


class SwapNorm(nn.Module):
    """Applies a channels-last norm to a (B, C, T) tensor."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


_REGISTRY = {
    "ln": nn.LayerNorm,
    "ln_nobias": partial(nn.LayerNorm, bias=False),
    "rms": RMSNorm,
    "rms_fp32": partial(RMSNorm, eps=1e-8),
    "none": lambda dim: nn.Identity(),
}


def register(name):
    def deco(fn):
        _REGISTRY[name] = fn
        return fn
    return deco


@register("channels_first_ln")
def channels_first_ln(dim):
    return SwapNorm(nn.LayerNorm(dim))


def build_norm(name, dim):
    try:
        return _REGISTRY[name](dim)
    except KeyError:
        raise ValueError(f"unknown norm {name!r}, choose from {sorted(_REGISTRY)}") from None
