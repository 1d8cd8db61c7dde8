"""Statistics of what is still to come."""
import numpy as np
import tensorflow as tf
import torch


def rest_of_the_sequence(x):
    B, T, C = x.shape
    rows = []
    for t in range(T):
        rest = x[:, t:]
        mean = rest.mean(dim=1)  # expect: cross-token-statistic
        deviation = rest.std(dim=1)  # expect: cross-token-statistic
        rows.append((x[:, t] - mean) / (deviation + 1e-6))
    return torch.stack(rows, dim=1)


def window_ahead(x, k):
    B, T, C = x.shape
    out = torch.empty_like(x)
    for t in range(T):
        out[:, t] = x[:, t] - x[:, t : t + k].mean(dim=1)  # expect: cross-token-statistic
    return out


def reversed_cumulative(h):
    """h: (batch, time, features)"""
    B, T, D = h.shape
    counts = np.arange(T, 0, -1)[None, :, None]
    back = h[:, ::-1]
    mean = np.cumsum(back, axis=1)[:, ::-1] / counts  # expect: cross-token-statistic
    square = np.cumsum(back ** 2, axis=1)[:, ::-1] / counts  # expect: cross-token-statistic
    return (h - mean) / np.sqrt(square - mean ** 2 + 1e-5)


def flipped(x):
    B, T, C = x.shape
    counts = torch.arange(T, 0, -1).view(1, T, 1)
    return x - x.flip(1).cumsum(1).flip(1) / counts  # expect: cross-token-statistic


def reverse_option(x):
    B, T, C = x.shape
    sums = tf.cumsum(x, axis=1, reverse=True)  # expect: cross-token-statistic
    return x - sums / tf.reshape(tf.range(T, 0, -1), (1, T, 1))


def all_but_before(x):
    B, T, C = x.shape
    after = x.sum(dim=1, keepdim=True) - x.cumsum(dim=1)  # expect: cross-token-statistic
    return x - after / torch.arange(T, 0, -1).view(1, T, 1)
