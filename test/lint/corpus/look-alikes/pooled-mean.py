import torch.nn as nn


class Head(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.BatchNorm1d(dim)

    def forward(self, hidden):
        B, T, C = hidden.shape
        z = hidden.mean(1)
        z = self.norm(z)
        return z / z.norm(dim=1, keepdim=True)
