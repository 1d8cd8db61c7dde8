import torch
from torch import nn


class PatchEmbedding(nn.Module):
    def __init__(self, patch, d_model):
        super().__init__()
        self.patch = patch
        self.proj = nn.Linear(patch, d_model)

    def forward(self, values):
        """values: [batch, length] of one variable"""
        batch, length = values.shape
        patches = values.view(batch, length // self.patch, self.patch)
        return self.proj(patches)


class TimesFM(nn.Module):
    def __init__(self, embedding, blocks, head):
        super().__init__()
        self.embedding, self.blocks, self.head = embedding, blocks, head

    def forward(self, context):
        mu = context[:, :32].mean(dim=1, keepdim=True)
        sigma = context[:, :32].std(dim=1, keepdim=True).clamp(min=1e-6)
        x = self.embedding((context - mu) / sigma)
        for block in self.blocks:
            x = block(x)
        return self.head(x) * sigma.unsqueeze(-1) + mu.unsqueeze(-1)
