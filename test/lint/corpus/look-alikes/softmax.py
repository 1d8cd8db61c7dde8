import torch


def softmax(scores):
    B, H, T, S = scores.shape
    scores = scores - scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores)
    return e / e.sum(dim=-1, keepdim=True)


def attention(q, k, v):
    B, T, C = q.shape
    att = q @ k.transpose(1, 2)
    att = att - att.max(dim=-1, keepdim=True).values
    att = att / att.norm(dim=-1, keepdim=True)
    return att.softmax(-1) @ v
