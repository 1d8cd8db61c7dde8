import torch


def remove_mean(h):
    """Centre the token representations.

    h: (batch, tokens, dim)
    """
    return h - h.mean(dim=-2, keepdim=True)  # expect: cross-token-statistic
