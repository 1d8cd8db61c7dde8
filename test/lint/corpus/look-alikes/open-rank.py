import torch


def normalize_last(x):
    *lead, T, C = x.shape
    return torch.nn.functional.layer_norm(x, (C,))


def heads(x, num_heads):
    *lead, T, H, D = x.shape
    return torch.nn.functional.layer_norm(x, (H, D))


def difference(x):
    B, T, C = x.shape
    return x + (x.sum(dim=1, keepdim=True) - x) / (T - 1)
