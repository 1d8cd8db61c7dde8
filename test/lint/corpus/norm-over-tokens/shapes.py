import torch.nn as nn


def norms(seq_len, d_model, T, C):
    a = nn.LayerNorm([seq_len, d_model])  # expect: norm-over-tokens
    b = nn.LayerNorm((T, C))  # expect: norm-over-tokens
    c = nn.RMSNorm([T, C])  # expect: norm-over-tokens
    d = nn.LayerNorm(normalized_shape=(seq_len, d_model), eps=1e-6)  # expect: norm-over-tokens
    return a, b, c, d


class Gated(nn.Module):
    def __init__(self, seq_len, d_ffn, width_of_it):
        super().__init__()
        self.norm = nn.LayerNorm([seq_len, d_ffn])  # expect: norm-over-tokens
        self.other = nn.LayerNorm([seq_len, width_of_it])  # expect: norm-over-tokens
