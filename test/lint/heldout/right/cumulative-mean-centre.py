import torch
from torch import nn


class CausalCentre(nn.Module):
    """Each token less the mean of itself and those before it."""

    def forward(self, x):
        B, T, C = x.shape
        count = torch.arange(1, T + 1, device=x.device).view(1, T, 1)
        return x - x.cumsum(dim=1) / count


class EmaNorm(nn.Module):
    def __init__(self, dim, decay=0.98):
        super().__init__()
        self.decay = decay
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        # x: [B, T, C]
        power = x.pow(2).mean(dim=-1)
        state, out = power[:, 0], []
        for t in range(x.shape[1]):
            state = self.decay * state + (1 - self.decay) * power[:, t]
            out.append(x[:, t] / (state + 1e-6).sqrt().unsqueeze(-1))
        return torch.stack(out, dim=1) * self.gain
