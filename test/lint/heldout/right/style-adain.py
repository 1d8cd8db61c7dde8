import torch.nn as nn


def adain(content, style, eps=1e-5):
    # content, style: [B, C, H, W]
    c_mean, c_std = content.mean((2, 3), keepdim=True), content.std((2, 3), keepdim=True)
    s_mean, s_std = style.mean((2, 3), keepdim=True), style.std((2, 3), keepdim=True)
    return (content - c_mean) / (c_std + eps) * s_std + s_mean


class Decoder(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(channels, channels // 2, 3),
            nn.InstanceNorm2d(channels // 2),
            nn.ReLU(),
            nn.Conv2d(channels // 2, 3, 1),
        )

    def forward(self, x):
        return self.block(x)
