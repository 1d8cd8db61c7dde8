import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.seq_len = cfg.seq_len
        self.d_model = cfg.d_model
        shape = [self.seq_len, self.d_model]
        self.norm = nn.LayerNorm(shape, eps=cfg.eps)  # expect: norm-over-tokens

    def forward(self, x):
        return self.norm(x)
