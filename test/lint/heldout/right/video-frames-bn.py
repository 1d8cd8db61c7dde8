import torch.nn as nn


class FrameEncoder(nn.Module):
    """A 2-D ConvNet on every frame; the batch norm sees images."""

    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(3, channels, 3, padding=1)
        self.bn = nn.BatchNorm2d(channels)
        self.pool = nn.AdaptiveAvgPool2d(1)

    def forward(self, video):
        B, T, C, H, W = video.shape
        x = self.bn(self.conv(video.view(B * T, C, H, W))).relu()
        return self.pool(x).view(B, T, -1)
