import torch


def ppo_loss(advantages, ratio):
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    return -(advantages * ratio).mean()
