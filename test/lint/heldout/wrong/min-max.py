import torch


def rescale(hidden_states):
    bsz, seq_len, hidden_size = hidden_states.shape
    low = hidden_states.amin(dim=1, keepdim=True)  # expect: cross-token-statistic
    high = hidden_states.amax(dim=1, keepdim=True)  # expect: cross-token-statistic
    return (hidden_states - low) / (high - low + 1e-6)
