import numpy as np


def apply_cmvn(feats):
    """feats: [num_frames, feat_dim]"""
    mean = np.mean(feats, axis=0, keepdims=True)
    std = np.std(feats, axis=0, keepdims=True)
    return (feats - mean) / (std + 1e-10)
