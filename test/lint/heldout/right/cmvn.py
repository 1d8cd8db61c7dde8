import numpy as np


def cmvn(features):
    """features: [frames, mel bins]"""
    mean = np.mean(features, axis=0, keepdims=True)
    std = np.std(features, axis=0, keepdims=True)
    return (features - mean) / (std + 1e-8)
