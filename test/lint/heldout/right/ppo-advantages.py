import torch


def gae(rewards, values, dones, gamma=0.99, lam=0.95):
    # rewards, values, dones: [T, B]
    T, B = rewards.shape
    advantages = torch.zeros_like(rewards)
    last = torch.zeros(B)
    for t in reversed(range(T - 1)):
        delta = rewards[t] + gamma * values[t + 1] * (1 - dones[t]) - values[t]
        last = delta + gamma * lam * (1 - dones[t]) * last
        advantages[t] = last
    return advantages


def ppo_loss(logprobs, old_logprobs, advantages, mask, clip=0.2):
    mean = (advantages * mask).sum() / mask.sum()
    std = (((advantages - mean) ** 2 * mask).sum() / mask.sum()).sqrt()
    advantages = (advantages - mean) / (std + 1e-8)
    ratio = (logprobs - old_logprobs).exp()
    return -(torch.min(ratio * advantages, ratio.clamp(1 - clip, 1 + clip) * advantages) * mask).sum() / mask.sum()
