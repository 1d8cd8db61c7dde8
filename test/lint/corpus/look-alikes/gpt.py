import torch
import torch.nn as nn


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.n_embd)
        self.mask = torch.tril(torch.ones(config.block_size, config.block_size))
        self.qkv = nn.Linear(config.n_embd, 3 * config.n_embd)

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.qkv(self.ln_1(x)).split(C, dim=2)
        att = (q @ k.transpose(-2, -1)) * C**-0.5
        att = att.masked_fill(self.mask[:T, :T] == 0, float("-inf"))
        return att.softmax(dim=-1) @ v
