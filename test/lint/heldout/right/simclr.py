import torch
import torch.nn.functional as F


def info_nce(z1, z2, temperature=0.1):
    # z1, z2: [B, D], two views of the same images
    z1, z2 = F.normalize(z1, dim=1), F.normalize(z2, dim=1)
    logits = z1 @ z2.T / temperature
    labels = torch.arange(len(z1), device=z1.device)
    return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.T, labels)) / 2


def patch_contrast(x, y):
    # x, y: [B, N, D], the patches of two crops
    x, y = F.normalize(x, dim=-1), F.normalize(y, dim=-1)
    scores = torch.einsum("bnd,bmd->bnm", x, y)
    assignment = scores.softmax(dim=-1)
    assignment = assignment / assignment.sum(dim=1, keepdim=True)
    return -(assignment * scores).sum(-1).mean()
