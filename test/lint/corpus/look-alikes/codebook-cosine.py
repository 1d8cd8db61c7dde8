import torch
import torch.nn.functional as F
from torch import nn


class VectorQuantiser(nn.Module):
    def __init__(self, codes, dim):
        super().__init__()
        self.codebook = nn.Embedding(codes, dim)

    def forward(self, z):
        B, T, C = z.shape
        flat = F.normalize(z.reshape(B * T, C))
        codes = F.normalize(self.codebook.weight)
        index = (flat @ codes.t()).argmax(dim=1)
        chosen = self.codebook(index).view(B, T, C)
        usage = torch.bincount(index, minlength=codes.shape[0]).float()
        usage = usage / usage.sum()
        perplexity = torch.exp(-(usage * (usage + 1e-10).log()).sum())
        return z + (chosen - z).detach(), perplexity
