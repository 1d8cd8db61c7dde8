import torch


def cumulative_norm(x):
    B, T, C = x.shape
    count = torch.arange(1, T + 1, device=x.device).view(1, T, 1)
    mean = x.cumsum(dim=1) / count
    var = (x ** 2).cumsum(dim=1) / count - mean ** 2
    return (x - mean) / (var + 1e-5).sqrt()
