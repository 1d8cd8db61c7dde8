import torch

def advantages(rewards, values):
    T, B = rewards.shape
    adv = rewards - values
    return (adv - adv.mean()) / (adv.std() + 1e-8)
