import torch


def si_snr(estimate, source, eps=1e-8):
    """Scale-invariant signal-to-noise ratio. estimate, source: [B, T]"""
    estimate = estimate - estimate.mean(dim=-1, keepdim=True)
    source = source - source.mean(dim=-1, keepdim=True)
    dot = (estimate * source).sum(-1, keepdim=True)
    target = dot * source / (source.pow(2).sum(-1, keepdim=True) + eps)
    noise = estimate - target
    return 10 * torch.log10(target.pow(2).sum(-1) / (noise.pow(2).sum(-1) + eps) + eps)


def mel_cepstral_distance(a, b):
    # a, b: [B, T, C]
    a, b = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    return (a - b).pow(2).sum(-1).sqrt().mean(1)
