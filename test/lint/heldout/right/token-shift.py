import torch
from torch import nn


class ChannelMix(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.mix = nn.Parameter(torch.full((1, 1, d_model), 0.5))
        self.key, self.value = nn.Linear(d_model, 4 * d_model, bias=False), nn.Linear(4 * d_model, d_model, bias=False)
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x):
        B, T, C = x.shape
        x = self.norm(x)
        previous = torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1]], dim=1)
        difference = x - previous
        k = torch.relu(self.key(x + difference * self.mix)) ** 2
        return self.value(k)
