import torch.nn as nn


class AttentionNorm(nn.Module):
    def forward(self, hidden_states):
        batch, seq_len, num_heads, head_dim = hidden_states.shape
        variance = hidden_states.pow(2).mean(1, keepdim=True)
        return hidden_states / variance.sqrt()
