import torch


def attend(q, k, v):
    b, t, c = q.shape
    scores = torch.exp(q @ k.transpose(-2, -1) / c**0.5)
    weights = scores / scores.sum(dim=-1, keepdim=True)
    return weights @ v


def entmax(scores):
    b, t, s = scores.shape
    scores = scores - scores.max(dim=-1, keepdim=True).values
    return scores.exp() / scores.exp().sum(-1, keepdim=True)
