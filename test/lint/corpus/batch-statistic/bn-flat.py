import torch.nn as nn


class Ffn(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.BatchNorm1d(dim)  # expect: batch-statistic

    def forward(self, tokens):
        B, N, C = tokens.shape
        return self.norm(tokens.reshape(B * N, C)).reshape(B, N, C)
