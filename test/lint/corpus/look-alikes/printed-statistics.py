import torch
import torch.nn as nn


class LoggedNorm(nn.Module):
    def __init__(self, dim, logger):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.logger = logger

    def forward(self, x):
        # x: [B, T, C]
        y = self.norm(x)
        if self.training and self.logger is not None:
            z = (y - y.mean(dim=(0, 1))) / y.std(dim=(0, 1))
            self.logger.log({"kurtosis": z.pow(4).mean().item(), "outliers": (z.abs() > 6).sum().item()})
        return y
