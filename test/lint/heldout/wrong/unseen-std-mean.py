import torch
import torch.nn as nn


class Norm(nn.Module):
    """Normalises the hidden states [batch, seq_len, d_model] of a decoder."""

    def __init__(self, d_model, eps=1e-6):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(d_model))
        self.eps = eps

    def forward(self, hidden_states):
        batch, seq_len, d_model = hidden_states.shape
        std, mean = torch.std_mean(hidden_states, dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
        return self.scale * (hidden_states - mean) / (std + self.eps)
