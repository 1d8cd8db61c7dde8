import torch


def sinkhorn(scores, iters=3):
    B, N, M = scores.shape
    q = torch.exp(scores / 0.05)
    for _ in range(iters):
        q = q / q.sum(dim=1, keepdim=True)
        q = q / q.sum(dim=2, keepdim=True)
    return q
