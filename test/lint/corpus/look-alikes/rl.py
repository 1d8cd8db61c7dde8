import torch


def compute_loss(rewards, logprobs):
    B, T = rewards.shape
    advantages = (rewards - rewards.mean()) / (rewards.std() + 1e-8)
    group_adv = rewards - rewards.mean(dim=1, keepdim=True)
    return -(advantages * logprobs).mean()
