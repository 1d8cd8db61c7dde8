import torch.nn as nn


class ConvSubsampling(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, 3, padding=2)
        self.norm = nn.LayerNorm(channels)

    def forward(self, x):
        # x: [B, C, T]
        x = self.conv(x)[..., :-2]
        x = self.norm(x.transpose(1, 2)).transpose(1, 2)
        return x.relu()


class ChannelsFirstNorm(nn.Module):
    def __init__(self, channels, eps=1e-5):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(1, channels, 1))
        self.eps = eps

    def forward(self, x):
        # x: [B, C, T]: the mean of a time step's channels
        mean = x.mean(dim=1, keepdim=True)
        var = x.var(dim=1, keepdim=True, unbiased=False)
        return (x - mean) / (var + self.eps).sqrt() * self.gamma
