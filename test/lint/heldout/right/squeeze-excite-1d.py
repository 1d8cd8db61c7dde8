import torch
import torch.nn as nn


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduction=8):
        super().__init__()
        self.fc = nn.Sequential(
            nn.Linear(channels, channels // reduction), nn.ReLU(), nn.Linear(channels // reduction, channels)
        )

    def forward(self, x):
        # x: [B, T, C]
        summary = x.mean(dim=1)
        gate = torch.sigmoid(self.fc(summary)).unsqueeze(1)
        return x * gate


class Mixer(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.se = SqueezeExcite(channels)

    def forward(self, x):
        h = self.norm(x)
        return x + self.se(h) + h.mean(dim=1, keepdim=True)
