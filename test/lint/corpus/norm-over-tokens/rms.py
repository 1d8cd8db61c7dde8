import torch.nn as nn
from torch.nn import RMSNorm

context_length, emb_dim = 256, 768
layers = nn.ModuleList([nn.Sequential(RMSNorm([context_length, emb_dim]), nn.Linear(emb_dim, emb_dim)) for _ in range(4)])  # expect: norm-over-tokens
