import numpy as np


def cmvn(features, variance=True):
    """Cepstral mean and variance of one utterance.

    features: [frames, coefficients]
    """
    mean = features.mean(axis=0, keepdims=True)
    out = features - mean
    if variance:
        out = out / np.maximum(features.std(axis=0, keepdims=True), 1e-8)
    return out


def sliding_cmvn(features, window=300):
    out = np.empty_like(features)
    for t in range(len(features)):
        start = max(0, t - window // 2)
        part = features[start : start + window]
        out[t] = (features[t] - part.mean(axis=0)) / (part.std(axis=0) + 1e-8)
    return out
