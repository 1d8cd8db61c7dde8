import torch


def load_balancing(router_probs, expert_mask):
    B, T, E = router_probs.shape
    density = expert_mask.float().mean(dim=1)
    proxy = router_probs.mean(dim=1)
    return (density * proxy).mean() * E ** 2
