import torch
from torch import nn


class RunningNorm(nn.Module):
    """Observations by running statistics of all that were seen."""

    def __init__(self, size):
        super().__init__()
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("var", torch.ones(size))
        self.register_buffer("count", torch.tensor(1e-4))

    def update(self, observations):
        mean, var, n = observations.mean(0), observations.var(0), observations.shape[0]
        delta, total = mean - self.mean, self.count + n
        self.var = (self.var * self.count + var * n + delta**2 * self.count * n / total) / total
        self.mean = self.mean + delta * n / total
        self.count = total

    def forward(self, observations):
        return (observations - self.mean) / torch.sqrt(self.var + 1e-8)


def reinforce(logp, rewards):
    # [episodes, steps]
    baseline = rewards.mean(dim=0, keepdim=True)
    return -(logp * (rewards - baseline) / (rewards.std() + 1e-8)).sum(1).mean()
