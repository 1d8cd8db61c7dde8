import torch


def pool(hidden_states, attention_mask):
    batch, seq_len, dim = hidden_states.shape
    mask = attention_mask.unsqueeze(-1).float()
    return (hidden_states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
