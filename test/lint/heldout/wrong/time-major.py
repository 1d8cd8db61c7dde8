import torch

def time_major_norm(x):
    T, B, C = x.shape
    return (x - x.mean(dim=0, keepdim=True)) / (x.std(dim=0, keepdim=True) + 1e-6)  # expect: cross-token-statistic
