import numpy as np
import torch


def catastrophic(x):
    """How wrong E[x^2] - E[x]^2 is in half precision. x: [tokens, channels]"""
    tokens, channels = x.shape
    exact = x.double().var(dim=-1, unbiased=False)
    h = x.half()
    naive = (h * h).mean(dim=-1) - h.mean(dim=-1) ** 2
    centred = h - h.mean(dim=0, keepdim=True)
    shifted = (centred * centred).mean(dim=-1) - centred.mean(dim=-1) ** 2
    return ((naive.double() - exact).abs() / exact).max().item(), ((shifted.double() - exact).abs() / exact).max().item()


if __name__ == "__main__":
    for offset in (0, 10, 100):
        print(offset, catastrophic(torch.randn(128, 768) + offset))
