import torch


def remove_mean(h):
    """Centre the token representations.

    h: (batch, tokens, dim)
    """
    return h - h.mean(dim=-2, keepdim=True)  # expect: cross-token-statistic


def scores_of_centred(q, k):
    # q, k: (batch, time, channels)
    q = q - q.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    k = k - k.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    return (q * k).sum(-1)


def gated_by_centred(u, v):
    # u, v: (batch, time, channels)
    p = u - u.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    q = v - v.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    return p * q / (p.norm(dim=1, keepdim=True) * q.norm(dim=1, keepdim=True))
