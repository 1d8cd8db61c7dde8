import torch.nn as nn

NORMS = {
    "layer": lambda n, d: nn.LayerNorm((n, d)),  # expect: norm-over-tokens
    "batch": lambda n, d: nn.BatchNorm2d(d),
}


class Block(nn.Module):
    def __init__(self, n_tokens, dim, norm="layer"):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, 8, batch_first=True)
        self.norm = NORMS[norm](n_tokens, dim)

    def forward(self, x):
        return self.norm(x + self.attn(x, x, x)[0])
