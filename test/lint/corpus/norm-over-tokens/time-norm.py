from einops import rearrange
import torch.nn as nn

class TimeNorm(nn.Module):
    def __init__(self, seq_len):
        super().__init__()
        self.ln = nn.LayerNorm(seq_len)

    def forward(self, x):
        b, t, c = x.shape
        return self.ln(x.transpose(1, 2)).transpose(1, 2)  # expect: norm-over-tokens
