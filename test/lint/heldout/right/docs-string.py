"""How not to normalise tokens.

    mean = x.mean(dim=1, keepdim=True)   # x: [B, T, C]
    x = (x - mean) / x.std(dim=1, keepdim=True)

    norm = nn.LayerNorm([seq_len, d_model])
"""
import torch.nn as nn

EXAMPLE = '''
class Wrong(nn.Module):
    def forward(self, x):
        B, T, C = x.shape
        return F.layer_norm(x, x.shape[1:])
'''


class Right(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        # nn.LayerNorm([seq_len, d_model]) would pool the tokens
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x):
        # not: x - x.mean(1, keepdim=True)
        B, T, C = x.shape
        return self.norm(x)
