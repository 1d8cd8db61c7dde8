import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(dim, 8, batch_first=True), 6)
        self.bn = nn.BatchNorm1d(dim)
        self.head = nn.Linear(dim, classes)

    def forward(self, x):
        x = self.encoder(x)
        return self.head(self.bn(x.mean(dim=1)))
