import torch


def masked_norm(x, mask):
    B, T, C = x.shape
    valid = mask.unsqueeze(-1).float()
    count = valid.sum(1, keepdim=True)
    mean = (x * valid).sum(1, keepdim=True) / count  # expect: cross-token-statistic
    variance = ((x - mean).pow(2) * valid).sum(1, keepdim=True) / count  # expect: cross-token-statistic
    return (x - mean) / (variance + 1e-5).sqrt()


def filled(x, padding_mask):
    B, T, C = x.shape
    kept = torch.where(padding_mask[..., None], x, 0.0)
    return x - kept.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
