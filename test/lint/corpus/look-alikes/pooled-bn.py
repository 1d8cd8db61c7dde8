import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.bn = nn.BatchNorm1d(dim)
        self.fc = nn.Linear(dim, classes)

    def forward(self, tokens):
        B, N, C = tokens.shape
        pooled = tokens.mean(dim=1)
        return self.fc(self.bn(pooled))
