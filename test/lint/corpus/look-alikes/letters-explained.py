import torch


def ratings(x):
    # x: [M, N], M is the number of users, N the number of items
    return x - x.mean(1, keepdim=True)


def keys(k):
    """k: (M, P, K), M is the batch size, P is the number of heads and K the size of a key."""
    return k - k.mean(1, keepdim=True)


def tokens(x):
    """x: (M, P, K): batch, tokens, channels"""
    return x - x.mean(-1, keepdim=True)


def rows(x):
    n, d = x.shape[-2:]
    return x - x.mean(-2, keepdim=True)
