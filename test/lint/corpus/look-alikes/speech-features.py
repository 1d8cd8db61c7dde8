import torch


def mean_variance_normalise(mel):
    # mel: (batch, frames, mel_bins)
    mean = mel.mean(dim=1, keepdim=True)
    std = mel.std(dim=1, keepdim=True)
    return (mel - mean) / (std + 1e-5)
