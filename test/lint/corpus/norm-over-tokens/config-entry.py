import torch.nn as nn
def f(seq_len, d_model):
    cfg = {"norm_shape": (seq_len, d_model), "eps": 1e-5}
    return nn.LayerNorm(cfg["norm_shape"])  # expect: norm-over-tokens
