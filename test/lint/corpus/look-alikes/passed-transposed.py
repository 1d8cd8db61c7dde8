import torch.nn as nn


class Mlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.up = nn.Linear(width, hidden)
        self.down = nn.Linear(hidden, width)

    def forward(self, x):
        """x: (batch, tokens, channels)"""
        return self.down(self.up(x))


class TokenMixer(nn.Module):
    def __init__(self, tokens, channels):
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.mlp = Mlp(tokens, 4 * tokens)

    def forward(self, x):
        x = x.transpose(2, 1)
        x = self.mlp(x)
        x = x.transpose(2, 1)
        return self.norm(x)
