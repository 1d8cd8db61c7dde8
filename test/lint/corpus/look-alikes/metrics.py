import numpy as np


def r2(y_true, y_pred):
    ss = ((y_true - y_pred) ** 2).sum()
    return 1 - ss / ((y_true - y_true.mean()) ** 2).sum()


def agreement(a, b):
    # a, b: (batch, time, channels)
    a = a - a.mean(dim=1, keepdim=True)
    b = b - b.mean(dim=1, keepdim=True)
    return (a * b).sum(1) / (a.norm(dim=1) * b.norm(dim=1) + 1e-8)


def agreement_by_squares(u, v):
    # u, v: (batch, time, channels)
    p = u - torch.mean(u, dim=1, keepdim=True)
    q = v - torch.mean(v, dim=1, keepdim=True)
    return torch.sum(p * q, dim=1) / torch.sqrt((p**2).sum(dim=1) * q.pow(2).sum(dim=1))
