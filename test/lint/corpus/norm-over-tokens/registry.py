import torch.nn as nn


def make_norm(kind, seq_len, dim):
    norms = {
        "layer": lambda: nn.LayerNorm((seq_len, dim)),  # expect: norm-over-tokens
        "rms": lambda: nn.RMSNorm(dim),
    }
    return norms[kind]()
