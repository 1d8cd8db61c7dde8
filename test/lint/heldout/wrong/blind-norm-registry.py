"""Streaming keyword spotter. Choose the norm from the yaml file (`model.norm`)."""
from dataclasses import dataclass

import torch
from torch import nn
import torch.nn.functional as F

NORMS = {
    "bn": nn.BatchNorm1d,
    "in": nn.InstanceNorm1d,
    "gln": lambda c: nn.GroupNorm(1, c),  # expect: norm-over-tokens
}


@dataclass
class SpotterConfig:
    n_mels: int = 40
    channels: int = 64
    depth: int = 5
    norm: str = "gln"
    n_words: int = 12


class CausalBlock(nn.Module):
    def __init__(self, cfg: SpotterConfig, dilation: int):
        super().__init__()
        self.pad = 2 * dilation
        self.conv = nn.Conv1d(cfg.channels, cfg.channels, 3, dilation=dilation)
        self.norm = NORMS[cfg.norm](cfg.channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # x: (batch, channels, frames); pad on the left only, the future is not known
        y = self.conv(F.pad(x, (self.pad, 0)))
        return x + torch.relu(self.norm(y))


class Spotter(nn.Module):
    def __init__(self, cfg: SpotterConfig = SpotterConfig()):
        super().__init__()
        self.inp = nn.Conv1d(cfg.n_mels, cfg.channels, 1)
        self.blocks = nn.ModuleList(CausalBlock(cfg, 2 ** i) for i in range(cfg.depth))
        self.out = nn.Conv1d(cfg.channels, cfg.n_words, 1)

    def forward(self, mels):
        h = self.inp(mels)
        for b in self.blocks:
            h = b(h)
        return self.out(h)
