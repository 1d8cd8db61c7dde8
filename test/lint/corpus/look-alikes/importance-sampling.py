import torch


def resample(particles, log_weights):
    """particles: [B, N, D], log_weights: [B, N]"""
    B, N, D = particles.shape
    weights = (log_weights - log_weights.amax(dim=1, keepdim=True)).exp()
    weights = weights / weights.sum(dim=1, keepdim=True)
    mean = (weights.unsqueeze(-1) * particles).sum(dim=1, keepdim=True)
    centred = particles - mean
    cov = (weights.unsqueeze(-1) * centred).transpose(1, 2) @ centred
    index = torch.multinomial(weights, N, replacement=True)
    return particles.gather(1, index.unsqueeze(-1).expand(-1, -1, D)), mean.squeeze(1), cov
