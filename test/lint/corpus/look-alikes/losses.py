import torch
import torch.nn.functional as F


def barlow(z_a, z_b):
    z_a = (z_a - z_a.mean(0)) / z_a.std(0)
    z_b = (z_b - z_b.mean(0)) / z_b.std(0)
    return (z_a.T @ z_b).pow(2).mean()


def dino_center(teacher_output):
    return teacher_output - teacher_output.mean(dim=0, keepdim=True)
