import torch.nn.functional as F


def similarity(a, b):
    B, T, C = a.shape
    a = F.normalize(a, dim=-1)
    b = F.normalize(b, p=2, dim=2)
    return a @ b.transpose(1, 2)
