import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset


class EEGDataset(Dataset):
    """Recordings [trials, electrodes, samples], each electrode by its own trial."""

    def __init__(self, x, y):
        x = x - x.mean(axis=-1, keepdims=True)
        self.x, self.y = x / (x.std(axis=-1, keepdims=True) + 1e-6), y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return torch.from_numpy(self.x[i]).float(), int(self.y[i])


class EEGNet(nn.Module):
    def __init__(self, electrodes, classes, filters=8):
        super().__init__()
        self.temporal = nn.Sequential(nn.Conv2d(1, filters, (1, 64), padding="same", bias=False), nn.BatchNorm2d(filters))
        self.spatial = nn.Sequential(nn.Conv2d(filters, 2 * filters, (electrodes, 1), groups=filters, bias=False), nn.BatchNorm2d(2 * filters), nn.ELU(), nn.AvgPool2d((1, 4)))
        self.head = nn.LazyLinear(classes)

    def forward(self, x):
        return self.head(self.spatial(self.temporal(x.unsqueeze(1))).flatten(1))
