import torch
import torch.nn as nn

x = torch.randn(4, 10, 512)
ln = nn.LayerNorm([10, 512])  # expect: norm-over-tokens
y = ln(x)
