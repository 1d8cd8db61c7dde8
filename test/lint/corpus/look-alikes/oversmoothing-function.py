import torch


def token_similarity(hidden_states):
    """Mean cosine between the tokens of a layer, and the share of its energy that differs by token."""
    B, T, C = hidden_states.shape
    unit = hidden_states / hidden_states.norm(dim=-1, keepdim=True)
    cosine = (unit @ unit.transpose(1, 2)).mean()
    centre = hidden_states.mean(dim=1, keepdim=True)
    deviation = (hidden_states - centre).flatten(1).norm(dim=1)
    share = deviation / hidden_states.flatten(1).norm(dim=1)
    return cosine.item(), share.mean().item()


def effective_rank(hidden_states):
    B, T, C = hidden_states.shape
    centred = hidden_states - hidden_states.mean(dim=1, keepdim=True)
    values = torch.linalg.svdvals(centred)
    p = values / values.sum(dim=-1, keepdim=True)
    return torch.exp(-(p * p.clamp_min(1e-12).log()).sum(-1)).mean()
