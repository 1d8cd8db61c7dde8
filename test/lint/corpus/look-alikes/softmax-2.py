import torch


def attention(q, k, v, mask=None):
    B, T, C = q.shape
    scores = q @ k.transpose(-2, -1) / C ** 0.5
    scores = scores - scores.max(dim=-1, keepdim=True).values
    w = scores.exp()
    w = w / w.sum(dim=-1, keepdim=True)
    return w @ v
