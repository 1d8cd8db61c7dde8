import torch.nn as nn


def block(in_channels, height, width, img_size):
    return nn.Sequential(
        nn.LayerNorm((in_channels, height, width)), nn.LayerNorm([64, 32, 32]), nn.LayerNorm((img_size, img_size))
    )
