import torch
import torch.nn as nn


class DeepEncoder(nn.Module):
    """An encoder that logs how alike its tokens become with depth."""

    def __init__(self, d_model, depth, heads):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(d_model, heads, batch_first=True, norm_first=True) for _ in range(depth)
        )
        self.norm = nn.LayerNorm(d_model)
        self.smoothness = []

    def forward(self, h):
        B, T, C = h.shape
        self.smoothness = []
        for layer in self.layers:
            h = layer(h)
            dev = h - h.mean(dim=1, keepdim=True)
            self.smoothness.append((dev.norm() / h.norm()).item())
        return self.norm(h)
