import torch.nn as nn


def mlp(seq_len, d_model):
    return nn.Sequential(
        nn.Linear(d_model, d_model),
        nn.LayerNorm((seq_len, d_model)),  # expect: norm-over-tokens
        nn.GELU(),
    )
