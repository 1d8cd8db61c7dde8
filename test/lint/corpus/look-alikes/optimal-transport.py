import torch


def sinkhorn_distance(x, y, reg=0.1, iterations=50):
    """Between two sets of tokens. x, y: [B, N, D]"""
    B, N, D = x.shape
    cost = torch.cdist(x, y)
    kernel = torch.exp(-cost / reg)
    u = torch.ones(B, N, 1) / N
    for _ in range(iterations):
        v = (1 / N) / (kernel.transpose(1, 2) @ u)
        u = (1 / N) / (kernel @ v)
    plan = u * kernel * v.transpose(1, 2)
    plan = plan / plan.sum(dim=(1, 2), keepdim=True)
    return (plan * cost).sum(dim=(1, 2))


def soft_assign(affinity, rounds=5):
    for _ in range(rounds):
        affinity = affinity / affinity.sum(dim=1, keepdim=True)
        affinity = affinity / affinity.sum(dim=2, keepdim=True)
    return affinity
