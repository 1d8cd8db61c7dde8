import torch.nn as nn


def f(x, seq_len, d_model):
    B, T, C = x.shape
    a = nn.LayerNorm([seq_len, d_model])  # tokenwise: ignore[norm-over-tokens] fixed length, not causal
    # tokenwise: ignore-next-line
    b = x - x.mean(1, keepdim=True)
    c = (
        x
        - x.mean(1, keepdim=True)  # tokenwise-ignore[cross-token-statistic, batch-statistic] on purpose
    )
    return a, b, c
