import torch


def group_advantages(rewards, num_generations):
    """GRPO: the reward of a completion against its group's. rewards: [prompts * num_generations]."""
    grouped = rewards.view(-1, num_generations)
    mean = grouped.mean(dim=1).repeat_interleave(num_generations, dim=0)
    std = grouped.std(dim=1).repeat_interleave(num_generations, dim=0)
    return (rewards - mean) / (std + 1e-4)


def token_loss(logits, labels, advantages, mask):
    B, T, V = logits.shape
    logprobs = logits.log_softmax(-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return -(logprobs * advantages.unsqueeze(1) * mask).sum(1).div(mask.sum(1)).mean()
