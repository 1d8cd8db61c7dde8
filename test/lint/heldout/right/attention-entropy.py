import torch


def attention_statistics(weights, eps=1e-9):
    """weights: [B, H, T, T]"""
    entropy = -(weights * (weights + eps).log()).sum(dim=-1)
    T = weights.size(-1)
    relative = entropy / torch.log(torch.arange(1, T + 1, dtype=weights.dtype))
    received = weights.sum(dim=-2)
    received = received / received.sum(dim=-1, keepdim=True)
    sink = received[..., 0]
    distance = (torch.arange(T)[:, None] - torch.arange(T)[None]).abs()
    return relative.mean(-1), sink, (weights * distance).sum((-1, -2)) / T
