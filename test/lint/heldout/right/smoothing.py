import torch

def smooth(x):
    B, N, C = x.shape
    return 0.9 * x + 0.1 * x.mean(dim=1, keepdim=True)
