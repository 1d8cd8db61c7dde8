import torch
import torch.nn.functional as F


def weighted_cross_entropy(logits, labels, weights, ignore=-100):
    # logits: [B, T, V], labels and weights: [B, T]
    B, T, V = logits.shape
    losses = F.cross_entropy(logits.view(-1, V), labels.view(-1), reduction="none", ignore_index=ignore).view(B, T)
    keep = (labels != ignore).float()
    weights = weights * keep
    weights = weights / weights.sum(dim=1, keepdim=True)
    return (losses * weights).sum(dim=1).mean()


def focal(logits, labels, gamma=2.0):
    p = logits.softmax(dim=-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    weight = (1 - p) ** gamma
    return -(weight / weight.mean() * p.log()).mean()
