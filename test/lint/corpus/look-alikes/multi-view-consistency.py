import torch
import torch.nn.functional as F


def swav(scores_a, scores_b, temperature=0.1, iterations=3):
    """Codes from optimal transport over the batch. scores: [B, prototypes]"""
    with torch.no_grad():
        q = torch.exp(scores_a / 0.05).t()
        q = q / q.sum()
        K, B = q.shape
        for _ in range(iterations):
            q = q / q.sum(dim=1, keepdim=True) / K
            q = q / q.sum(dim=0, keepdim=True) / B
        q = (q * B).t()
    return -(q * F.log_softmax(scores_b / temperature, dim=1)).sum(dim=1).mean()


def ibot(student, teacher, centre, mask):
    # student, teacher: [B, N, K]
    target = F.softmax((teacher - centre) / 0.04, dim=-1)
    loss = -(target * F.log_softmax(student / 0.1, dim=-1)).sum(-1)
    return (loss * mask).sum(dim=-1).div(mask.sum(dim=-1).clamp(min=1)).mean()
