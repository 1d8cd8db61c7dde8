import torch


def pair_norm(x, scale=1.0):
    # x: [nodes, features]
    x = x - x.mean(dim=0, keepdim=True)
    return scale * x / (x.pow(2).sum(dim=1).mean().sqrt() + 1e-6)
