import torch.nn as nn


class ResidualUnit(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv1d(channels, channels, 17, padding=8)
        self.bn1 = nn.BatchNorm1d(channels)
        self.conv2 = nn.Conv1d(channels, channels, 17, padding=8)
        self.bn2 = nn.BatchNorm1d(channels)

    def forward(self, x):
        # x: [batch, channels, samples]
        h = self.bn1(self.conv1(x)).relu()
        return (x + self.bn2(self.conv2(h))).relu()


class EcgNet(nn.Module):
    def __init__(self, leads, n_classes, width=64):
        super().__init__()
        self.stem = nn.Conv1d(leads, width, 17, padding=8)
        self.units = nn.Sequential(*[ResidualUnit(width) for _ in range(4)])
        self.head = nn.Linear(width, n_classes)

    def forward(self, ecg):
        return self.head(self.units(self.stem(ecg)).amax(dim=-1))
