import torch


def weighted_prompt(encoder, ids, multipliers):
    """Emphasis of words in a prompt: tokens are scaled, then the whole gets its first mean back."""
    z = encoder(ids)  # [B, T, C]
    before = z.mean()
    z = z * multipliers.unsqueeze(-1)
    return z * (before / z.mean())


def interpolate(a, b, t):
    # a, b: [B, T, C]
    return a + t * (b - a)
