import torch.nn as nn


def make(name, seq_len, dim):
    norms = {
        "token": nn.LayerNorm(dim),
        "sequence": nn.LayerNorm([seq_len, dim]),  # expect: norm-over-tokens
    }
    return norms[name]
