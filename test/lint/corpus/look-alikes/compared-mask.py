import torch


def masked_mean(x, lengths):
    # x: (B, T, D), padded
    mask = (torch.arange(x.size(1))[None] < lengths[:, None]).unsqueeze(-1)
    return (x * mask).sum(1) / mask.sum(1)


def masked_norm(x, mask):
    # x: (B, T, D), padded
    mask = (mask > 0).unsqueeze(-1)
    mean = x.mean(-1, keepdim=True)
    return (x - mean) * mask / (x.std(-1, keepdim=True) + 1e-5)
