import torch.nn as nn
def f(seq_len, dim):
    return getattr(nn, "LayerNorm")((seq_len, dim))  # expect: norm-over-tokens
