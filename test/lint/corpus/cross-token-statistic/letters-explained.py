import torch


def centre(x):
    # x: [M, N, K] = batch, tokens, channels
    return x - x.mean(1, keepdim=True)  # expect: cross-token-statistic


def scale(x):
    """
    Args:
        x: (M, P, K), where M is the batch size, P the number of tokens
            and K is the width of the model.
    """
    return x / x.norm(dim=1, keepdim=True)  # expect: cross-token-statistic


def between(x):
    b, m, d = x.shape
    return x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic


def prefixed(x):
    n_b, n_t, n_d = x.shape
    return x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic


def short(x):
    bsize, slen, width = x.shape
    return x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
