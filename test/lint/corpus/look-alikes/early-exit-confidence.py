import torch
from torch import nn


class EarlyExit(nn.Module):
    def __init__(self, blocks, head, threshold):
        super().__init__()
        self.blocks, self.head, self.threshold = blocks, head, threshold

    def forward(self, x):
        B, T, C = x.shape
        mask = torch.tril(torch.ones(T, T, dtype=torch.bool))
        for block in self.blocks:
            y = block(x, mask)
            change = (y - x).norm() / x.norm()
            x = y
            if change < self.threshold:
                break
        return self.head(x)
