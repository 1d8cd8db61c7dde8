import torch
from torch import nn


class Compressor(nn.Module):
    """Past memories are averaged in chunks; the present is normed per token."""

    def __init__(self, d_model, chunk):
        super().__init__()
        self.chunk = chunk
        self.norm = nn.LayerNorm(d_model)
        self.mix = nn.Linear(2 * d_model, d_model)

    def forward(self, x, memory):
        B, T, C = x.shape
        S = memory.shape[1]
        summary = memory.view(B, S // self.chunk, self.chunk, C).mean(dim=2)
        context = summary.mean(dim=1, keepdim=True).expand(-1, T, -1)
        return self.norm(x + self.mix(torch.cat([x, context], dim=-1)))
