import torch

def f(x):
    B, T, C = x.shape
    m = x.mean(dim=2)  # expect: missing-keepdim
    return x - m
