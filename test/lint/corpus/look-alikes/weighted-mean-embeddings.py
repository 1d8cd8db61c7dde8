import torch


def weighted_mean(hidden, attention_mask):
    """SGPT: later tokens count for more."""
    B, T, C = hidden.shape
    weights = torch.arange(1, T + 1, device=hidden.device).view(1, T, 1) * attention_mask.unsqueeze(-1)
    return (hidden * weights).sum(dim=1) / weights.sum(dim=1)


def masked_mean(x, lengths):
    B, T, C = x.shape
    mask = torch.arange(T, device=x.device)[None] < lengths[:, None]
    x = x.masked_fill(~mask[..., None], 0)
    return x.sum(1) / lengths[:, None]
