import torch
import torch.nn as nn
import torch.nn.functional as F


class Product(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))

    def forward(self, x):
        return x @ self.weight.t()


class ArcFace(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(classes, dim))

    def forward(self, x):
        B, T, C = x.shape
        pooled = x.mean(1)
        return F.linear(F.normalize(pooled), F.normalize(self.weight))


class Attention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.q, self.k = Product(dim, dim), Product(dim, dim)
        self.mixer = nn.Parameter(torch.empty(dim, dim))

    def forward(self, x):
        B, T, C = x.shape
        q = F.normalize(F.linear(x, self.mixer), dim=-1)
        k = F.normalize(self.k(x), dim=-1)
        routed = F.softmax(self.q(x), dim=1)
        return (q @ k.transpose(-2, -1)).softmax(-1) @ x + routed


class Scores(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.key = nn.Parameter(torch.empty(dim, dim))

    def forward(self, x):
        B, T, C = x.shape
        scores = F.linear(x, self.key) @ x.transpose(1, 2)
        scores = scores - scores.amax(-1, keepdim=True)
        return scores.exp() / scores.exp().sum(-1, keepdim=True) @ x
