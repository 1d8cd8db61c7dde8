import torch


def masked_norm(x, lengths):
    # x: (B, T, D), padded
    mask = (torch.arange(x.size(1))[None] < lengths[:, None]).unsqueeze(-1)
    count = mask.sum(1, keepdim=True)
    mean = (x * mask).sum(1, keepdim=True) / count  # expect: cross-token-statistic
    variance = ((x - mean) ** 2 * mask).sum(1, keepdim=True) / count  # expect: cross-token-statistic
    return (x - mean) / (variance + 1e-5).sqrt()
