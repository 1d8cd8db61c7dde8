def update(rewards, values):
    B, T = rewards.shape
    adv = rewards - values
    adv = (adv - adv.mean(dim=1, keepdim=True)) / (adv.std(dim=1, keepdim=True) + 1e-8)
    return adv
