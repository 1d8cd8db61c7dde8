import torch


def norm(x):
    """
    Args:
        x: (B * T, C)
    """
    return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True)


def rows(x):  # x: [batch * tokens, channels]
    return x - x.mean(dim=1, keepdim=True)
