from dataclasses import dataclass

import torch


@dataclass
class Config:
    width: int = 64
    norm_axis: int = 1
    eps: float = 1e-5


class Norm(torch.nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config

    def forward(self, x):
        B, T, C = x.shape
        axis = self.config.norm_axis
        return x - x.mean(axis, keepdim=True)  # expect: cross-token-statistic
