import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, 4, batch_first=True)
        self.norm = nn.BatchNorm1d(d_model)  # expect: batch-statistic

    def forward(self, src):
        # src: [bs * nvars, patch_num, d_model]
        src = src + self.attn(src, src, src)[0]
        return self.norm(src.transpose(1, 2)).transpose(1, 2)
