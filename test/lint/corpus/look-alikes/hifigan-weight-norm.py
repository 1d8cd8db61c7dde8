import torch.nn as nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm


class ResBlock(nn.Module):
    def __init__(self, channels, kernel=3, dilations=(1, 3, 5)):
        super().__init__()
        self.convs = nn.ModuleList(
            weight_norm(nn.Conv1d(channels, channels, kernel, dilation=d, padding=d * (kernel - 1) // 2)) for d in dilations
        )

    def forward(self, x):
        # x: [B, C, T]
        for conv in self.convs:
            x = x + conv(nn.functional.leaky_relu(x, 0.1))
        return x


class Discriminator(nn.Module):
    def __init__(self, spectral=False):
        super().__init__()
        norm = spectral_norm if spectral else weight_norm
        self.layers = nn.ModuleList([norm(nn.Conv1d(1, 16, 15, padding=7)), norm(nn.Conv1d(16, 64, 41, 4, groups=4, padding=20))])

    def forward(self, wave):
        features = []
        for layer in self.layers:
            wave = nn.functional.leaky_relu(layer(wave), 0.1)
            features.append(wave)
        return wave.flatten(1), features
