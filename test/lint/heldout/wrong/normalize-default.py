import torch
import torch.nn.functional as F


def queries(x, w):
    B, N, C = x.shape
    x = F.normalize(x)  # expect: norm-over-tokens
    return x @ w
