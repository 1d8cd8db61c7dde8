import torch.nn.functional as F

def keys(x):
    B, N, D = x.shape
    x = F.normalize(x, p=2.0, dim=1, eps=1e-6)  # expect: norm-over-tokens
    return x
