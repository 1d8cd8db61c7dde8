import torch

def gate(x, proj):
    B, T, C = x.shape
    s = x.mean(dim=1, keepdim=True)
    return x * torch.sigmoid(proj(s))
