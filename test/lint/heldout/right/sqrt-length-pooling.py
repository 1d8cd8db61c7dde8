import torch
from torch import nn


class Pooler(nn.Module):
    def __init__(self, mode, dim):
        super().__init__()
        self.mode = mode
        self.norm = nn.LayerNorm(dim)

    def forward(self, token_embeddings, attention_mask):
        # token_embeddings: [B, T, C]
        mask = attention_mask.unsqueeze(-1).to(token_embeddings.dtype)
        total = (token_embeddings * mask).sum(1)
        count = mask.sum(1).clamp(min=1e-9)
        if self.mode == "max":
            return token_embeddings.masked_fill(mask == 0, -1e9).amax(1)
        if self.mode == "sqrt":
            return total / count.sqrt()
        return self.norm(total / count)
