import torch
from torch import nn


class Head(nn.Module):
    """Class token beside the mean of the patches, as DINOv2's linear evaluation."""

    def __init__(self, dim, classes, registers=4):
        super().__init__()
        self.registers = registers
        self.norm = nn.LayerNorm(dim)
        self.bn = nn.BatchNorm1d(2 * dim, affine=False)
        self.fc = nn.Linear(2 * dim, classes)

    def forward(self, tokens):
        B, N, C = tokens.shape
        tokens = self.norm(tokens)
        patches = tokens[:, 1 + self.registers :]
        vector = torch.cat([tokens[:, 0], patches.mean(dim=1)], dim=1)
        return self.fc(self.bn(vector))
