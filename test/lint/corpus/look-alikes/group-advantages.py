import torch

def grpo_advantages(rewards):
    # rewards: [num_prompts, group_size]
    mean = rewards.mean(dim=1, keepdim=True)
    std = rewards.std(dim=1, keepdim=True)
    return (rewards - mean) / (std + 1e-4)

def gae(values, returns):
    B, T = values.shape
    adv = returns - values
    return (adv - adv.mean()) / (adv.std() + 1e-8)
