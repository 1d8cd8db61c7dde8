import torch
import torch.nn as nn


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, x, mask):
        h = self.norm(x)
        return x + self.attn(h, h, h, attn_mask=mask)[0]


class Model(nn.Module):
    def __init__(self, dim, heads, depth):
        super().__init__()
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))

    def forward(self, x, log=None):
        B, T, C = x.shape
        mask = torch.full((T, T), float("-inf")).triu(1)
        for index, block in enumerate(self.blocks):
            x = block(x, mask)
            if log is not None:
                with torch.no_grad():
                    spread = x - x.mean(1, keepdim=True)
                    ratio = spread.pow(2).sum() / x.pow(2).sum()
                log[f"energy/{index}"] = ratio
        return x
