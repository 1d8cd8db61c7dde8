import torch


def load_balance(router_probs, expert_mask):
    # [batch, tokens, experts]
    density = expert_mask.float().mean(dim=-2)
    proxy = router_probs.mean(dim=-2)
    return (density * proxy).mean() * expert_mask.shape[-1] ** 2
