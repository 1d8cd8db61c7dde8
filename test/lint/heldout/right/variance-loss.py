import torch

def vicreg_variance(z):
    B, D = z.shape
    z = z - z.mean(0)
    return torch.relu(1 - z.std(0)).mean()
