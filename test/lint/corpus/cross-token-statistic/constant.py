import torch

TOKEN_AXIS = 1
EPS = 1e-5


def normalize(x):
    """[B, N, C] -> [B, N, C]"""
    m = x.mean(TOKEN_AXIS, keepdim=True)  # expect: cross-token-statistic
    return x - m
