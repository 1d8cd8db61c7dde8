import torch


def norm(x):
    B, C, T = x.shape
    mean = x.mean(dim=1, keepdim=True)
    var = x.var(dim=1, keepdim=True, unbiased=False)
    return (x - mean) / torch.sqrt(var + 1e-5)
