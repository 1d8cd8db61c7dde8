import torch

def sinkhorn_knopp(scores, n_iters):
    B, N, K = scores.shape
    p = scores.exp()
    for _ in range(n_iters):
        p = p / p.sum(1, keepdim=True)
        p = p / p.sum(2, keepdim=True)
    return p
