import torch
import torch.nn.functional as F
from torch import nn


class GeM(nn.Module):
    def __init__(self, p=3.0, eps=1e-6):
        super().__init__()
        self.p = nn.Parameter(torch.tensor(p))
        self.eps = eps

    def forward(self, tokens):
        # tokens: [B, N, C]
        return tokens.clamp(min=self.eps).pow(self.p).mean(dim=1).pow(1 / self.p)


class Retrieval(nn.Module):
    def __init__(self, backbone, dim, out):
        super().__init__()
        self.backbone, self.pool = backbone, GeM()
        self.fc = nn.Linear(dim, out)
        self.bn = nn.BatchNorm1d(out)

    def forward(self, images):
        vector = self.bn(self.fc(self.pool(self.backbone(images))))
        return F.normalize(vector, dim=1)
