import torch
import torch.nn.functional as F


def masked_mse(pred, target, mask):
    B, N, C = pred.shape
    loss = (pred - target) ** 2
    loss = loss.mean(dim=-1)
    loss = (loss * mask).sum() / mask.sum()
    corr = F.cosine_similarity(pred - pred.mean(1, keepdim=True), target - target.mean(1, keepdim=True), dim=1)
    return loss, corr
