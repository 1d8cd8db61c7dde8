import torch

def barlow(z1, z2):
    N, D = z1.size()
    z1 = (z1 - z1.mean(0)) / z1.std(0)
    z2 = (z2 - z2.mean(0)) / z2.std(0)
    return z1.T @ z2 / N
