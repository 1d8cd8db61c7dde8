import torch.nn.functional as F


def compare(y, x):
    *lead, T, C = x.shape
    pooled = F.layer_norm(x, (T, C))
    print((y - pooled).abs().max().item())
