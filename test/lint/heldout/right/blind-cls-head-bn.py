# classification head for a ViT; BN on the pooled vector as in MAE linear probing
import torch
from torch import nn


class AttentionPool(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.score = nn.Linear(dim, 1)

    def forward(self, tokens):
        w = self.score(tokens).softmax(dim=1)
        return (w * tokens).sum(dim=1)


class LinearProbe(nn.Module):
    def __init__(self, backbone, dim, n_classes):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Sequential(nn.BatchNorm1d(dim, affine=False, eps=1e-6), nn.Linear(dim, n_classes))
        for p in self.backbone.parameters():
            p.requires_grad = False

    def forward(self, images):
        tokens = self.backbone(images)  # [B, N, D]
        cls = tokens[:, 0]
        return self.head(cls)


class SimSiamPredictor(nn.Module):
    def __init__(self, dim=2048, pred_dim=512):
        super().__init__()
        self.pool = AttentionPool(dim)
        self.net = nn.Sequential(
            nn.Linear(dim, pred_dim, bias=False), nn.BatchNorm1d(pred_dim), nn.ReLU(inplace=True), nn.Linear(pred_dim, dim))
        self.bn = nn.BatchNorm1d(dim)

    def forward(self, tokens):
        B, N, D = tokens.shape
        z = self.bn(self.pool(tokens))
        p = self.net(z)
        return nn.functional.normalize(p, dim=1), z.detach()


def embed(model, tokens):
    pooled = tokens.mean(dim=1)
    pooled = pooled / pooled.norm(dim=1, keepdim=True)
    return pooled
