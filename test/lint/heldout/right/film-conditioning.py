import torch
from torch import nn


class StyleLayerNorm(nn.Module):
    """Meta-StyleSpeech: a LayerNorm whose gain and bias come from a style vector, the mean of a reference."""

    def __init__(self, d_model):
        super().__init__()
        self.norm = nn.LayerNorm(d_model, elementwise_affine=False)
        self.affine = nn.Linear(d_model, 2 * d_model)

    def forward(self, x, reference):
        B, T, C = x.shape
        style = reference.mean(dim=1, keepdim=True)
        gain, bias = self.affine(style).chunk(2, dim=-1)
        return gain * self.norm(x) + bias


class MixStyle(nn.Module):
    def forward(self, images, lam):
        mu = images.mean(dim=[2, 3], keepdim=True)
        sig = (images.var(dim=[2, 3], keepdim=True) + 1e-6).sqrt()
        perm = torch.randperm(images.size(0))
        mixed = lam * mu + (1 - lam) * mu[perm]
        return (images - mu) / sig * (lam * sig + (1 - lam) * sig[perm]) + mixed
