import torch

def batch_time_flat(x, norm):
    B, T, C = x.shape
    y = x.reshape(B * T, C)
    mu = y.mean(dim=1, keepdim=True)
    sd = y.std(dim=1, keepdim=True)
    return ((y - mu) / sd).reshape(B, T, C)
