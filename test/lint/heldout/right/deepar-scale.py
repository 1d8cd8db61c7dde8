import torch
from torch import nn


class DeepAR(nn.Module):
    def __init__(self, hidden, layers):
        super().__init__()
        self.rnn = nn.LSTM(1, hidden, layers, batch_first=True)
        self.mu, self.sigma = nn.Linear(hidden, 1), nn.Linear(hidden, 1)

    def forward(self, target, observed):
        # target, observed: [B, T]
        scale = (target.abs() * observed).sum(1, keepdim=True) / observed.sum(1, keepdim=True).clamp(min=1)
        scale = scale.clamp(min=1e-3)
        h, _ = self.rnn((target / scale).unsqueeze(-1))
        mu = self.mu(h).squeeze(-1) * scale
        sigma = nn.functional.softplus(self.sigma(h)).squeeze(-1) * scale
        return torch.distributions.Normal(mu, sigma)
