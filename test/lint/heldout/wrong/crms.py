import torch

def rms(x):
    # x: batch x seq x dim
    return x / x.square().mean(dim=1, keepdim=True).sqrt()  # expect: cross-token-statistic
