import torch


def fake_quant(hidden_states):
    """hidden_states: (batch, seq_len, hidden)"""
    scale = hidden_states.abs().max()  # expect: cross-token-statistic
    return torch.round(hidden_states / scale * 127) / 127 * scale
