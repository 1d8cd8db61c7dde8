import torch
import torch.nn as nn
import torch.nn.functional as F


class Quantised(nn.Linear):
    def forward(self, x):
        rounded = x + (x.round() - x).detach()
        weight = self.weight + (self.weight.round() - self.weight).detach()
        return F.linear(rounded, weight, self.bias)


class LowRank(nn.Module):
    def __init__(self, inputs, outputs, rank):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))
        self.down = nn.Parameter(torch.empty(rank, inputs))
        self.up = nn.Parameter(torch.empty(outputs, rank))

    def forward(self, x):
        return F.linear(x, self.weight) + F.linear(F.linear(x, self.down), self.up)


class Product(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))

    def forward(self, x):
        return x @ self.weight.t()


class Attention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.q, self.k, self.v = Quantised(dim, dim), LowRank(dim, dim, 4), Product(dim, dim)

    def forward(self, x):
        B, T, C = x.shape
        q = F.normalize(self.q(x))  # expect: norm-over-tokens
        k = F.normalize(self.k(x))  # expect: norm-over-tokens
        v = F.normalize(self.v(x))  # expect: norm-over-tokens
        return (q @ k.transpose(-2, -1)).softmax(-1) @ v
