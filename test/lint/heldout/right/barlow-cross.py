import torch
import torch.nn as nn


class BarlowTwins(nn.Module):
    def __init__(self, backbone, dim, off_weight=0.005):
        super().__init__()
        self.backbone, self.dim, self.off_weight = backbone, dim, off_weight

    def forward(self, a, b):
        za, zb = self.backbone(a), self.backbone(b)  # [N, D]
        za = (za - za.mean(0)) / za.std(0)
        zb = (zb - zb.mean(0)) / zb.std(0)
        c = za.T @ zb / za.shape[0]
        on = (torch.diagonal(c) - 1).pow(2).sum()
        off = c.pow(2).sum() - torch.diagonal(c).pow(2).sum()
        return on + self.off_weight * off
