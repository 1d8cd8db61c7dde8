import torch


def vicreg_loss(z_a, z_b):
    N, D = z_a.shape
    z_a = z_a - z_a.mean(dim=0)
    z_b = z_b - z_b.mean(dim=0)
    cov = (z_a.T @ z_a) / (N - 1)
    return cov.pow(2).sum() / D
