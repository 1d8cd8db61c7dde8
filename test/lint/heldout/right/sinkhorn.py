import torch


@torch.no_grad()
def sinkhorn(out, n_iters=3):
    Q = torch.exp(out / 0.05).t()
    Q = Q / torch.sum(Q)
    for _ in range(n_iters):
        Q = Q / torch.sum(Q, dim=1, keepdim=True)
        Q = Q / torch.sum(Q, dim=0, keepdim=True)
    return Q.t()
