import torch.nn as nn

class PatchEncoder(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
        self.norm_attn = nn.Sequential(Transpose(1, 2), nn.BatchNorm1d(d_model), Transpose(1, 2))  # expect: batch-statistic

    def forward(self, src):
        src2, _ = self.self_attn(src, src, src)
        src = src + src2
        return self.norm_attn(src)

class Transpose(nn.Module):
    def __init__(self, *dims):
        super().__init__()
        self.dims = dims

    def forward(self, x):
        return x.transpose(*self.dims)
