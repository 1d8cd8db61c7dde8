import numpy as np
import torch


@torch.no_grad()
def anomaly_score(model, windows):
    """Reconstruction errors of every step, standardised by the window. windows: [B, L, D]"""
    reconstructed = model(windows)
    error = (windows - reconstructed).abs().mean(dim=-1)  # [B, L]
    centre = error.median(dim=1, keepdim=True).values
    spread = (error - centre).abs().median(dim=1, keepdim=True).values
    return (error - centre) / (1.4826 * spread + 1e-6)


def mahalanobis(train, test):
    # [n, d]
    mu, cov = train.mean(axis=0), np.cov(train.T)
    d = test - mu
    return np.sqrt(np.einsum("nd,de,ne->n", d, np.linalg.inv(cov), d))
