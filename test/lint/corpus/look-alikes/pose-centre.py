import numpy as np
import torch


def centre_joints(poses):
    """Skeletons relative to their root. poses: [frames, joints, 3]"""
    return poses - poses[:, :1]


def normalise_motion(motion, mean=None, std=None):
    # motion: [frames, features]
    if mean is None:
        mean, std = motion.mean(axis=0), motion.std(axis=0)
    return (motion - mean) / np.where(std < 1e-4, 1.0, std), mean, std


def procrustes(predicted, target):
    # [batch, joints, 3]
    mu_p, mu_t = predicted.mean(dim=1, keepdim=True), target.mean(dim=1, keepdim=True)
    p, t = predicted - mu_p, target - mu_t
    p_norm = p.pow(2).sum(dim=(1, 2), keepdim=True).sqrt()
    t_norm = t.pow(2).sum(dim=(1, 2), keepdim=True).sqrt()
    u, s, vh = torch.linalg.svd((t / t_norm).transpose(1, 2) @ (p / p_norm))
    return (p / p_norm) @ (u @ vh).transpose(1, 2) * t_norm + mu_t
