import torch


def forward(x):
    B, T, C = x.shape
    pooled = x.mean(dim=1)
    highest = x.max(dim=1).values
    return torch.cat([pooled, highest, pooled - highest], dim=-1)
