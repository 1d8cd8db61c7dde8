import torch
from torch import nn


class SpeakerHead(nn.Module):
    """ECAPA's end: statistics of frames become a vector, the vector passes a batch norm."""

    def __init__(self, channels, embedding):
        super().__init__()
        self.attention = nn.Conv1d(channels, channels, 1)
        self.norm = nn.BatchNorm1d(2 * channels)
        self.fc = nn.Linear(2 * channels, embedding)
        self.out = nn.BatchNorm1d(embedding)

    def forward(self, x):
        # x: [B, C, T]
        w = self.attention(x).softmax(dim=2)
        mean = (w * x).sum(dim=2)
        std = ((w * x.pow(2)).sum(dim=2) - mean.pow(2)).clamp(min=1e-6).sqrt()
        vector = self.norm(torch.cat([mean, std], dim=1))
        vector = self.out(self.fc(vector))
        return vector / vector.norm(dim=1, keepdim=True)
