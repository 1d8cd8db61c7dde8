import torch
import torch.nn.functional as F

def pool(x, mask):
    B, N, C = x.shape
    pooled = (x * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
    return F.normalize(pooled)
