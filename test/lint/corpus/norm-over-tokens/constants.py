import torch
import torch.nn as nn

B, T, C = 4, 8, 32
x = torch.randn(B, T, C)
ln = nn.LayerNorm([T, C])  # expect: norm-over-tokens
print(ln(x).shape)
