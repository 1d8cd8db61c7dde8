"""PPO and GRPO updates for the chat model."""
import torch
import torch.nn.functional as F


def gae(rewards, values, dones, gamma=0.99, lam=0.95):
    # rewards: [T, B]
    T, B = rewards.shape
    adv = torch.zeros_like(rewards)
    last = torch.zeros(B, device=rewards.device)
    for t in reversed(range(T)):
        nxt = values[t + 1] * (1 - dones[t])
        delta = rewards[t] + gamma * nxt - values[t]
        last = delta + gamma * lam * (1 - dones[t]) * last
        adv[t] = last
    return adv


def whiten(adv, mask=None):
    if mask is None:
        return (adv - adv.mean()) / (adv.std() + 1e-8)
    mean = (adv * mask).sum() / mask.sum()
    var = ((adv - mean) ** 2 * mask).sum() / mask.sum()
    return (adv - mean) * torch.rsqrt(var + 1e-8)


def group_advantages(rewards):
    """rewards: [prompts, samples]"""
    mean = rewards.mean(dim=1, keepdim=True)
    std = rewards.std(dim=1, keepdim=True)
    return (rewards - mean) / (std + 1e-4)


def ppo_loss(logp, old_logp, advantages, mask, clip=0.2):
    advantages = (advantages - advantages.mean(dim=1, keepdim=True)) / (advantages.std(dim=1, keepdim=True) + 1e-8)
    ratio = (logp - old_logp).exp()
    a = -advantages * ratio
    b = -advantages * ratio.clamp(1 - clip, 1 + clip)
    loss = torch.max(a, b) * mask
    return loss.sum() / mask.sum()


def token_logp(model, ids):
    logits = model(ids).logits[:, :-1]
    return torch.gather(F.log_softmax(logits, -1), 2, ids[:, 1:, None]).squeeze(-1)
