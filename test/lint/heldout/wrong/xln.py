import torch
from torch import nn


class CustomLayerNorm(nn.Module):
    def __init__(self, hidden_size, eps=1e-12):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden_size))
        self.bias = nn.Parameter(torch.zeros(hidden_size))
        self.variance_epsilon = eps

    def forward(self, x):
        u = x.mean(1, keepdim=True)  # expect: cross-token-statistic
        s = (x - u).pow(2).mean(1, keepdim=True)  # expect: cross-token-statistic
        x = (x - u) / torch.sqrt(s + self.variance_epsilon)
        return self.weight * x + self.bias


class BertSelfOutput(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.LayerNorm = CustomLayerNorm(config.hidden_size)

    def forward(self, hidden_states, input_tensor):
        hidden_states = self.dense(hidden_states)
        return self.LayerNorm(hidden_states + input_tensor)


class BertSelfAttention(nn.Module):
    def transpose_for_scores(self, x):
        return x.view(x.size(0), x.size(1), 12, 64).permute(0, 2, 1, 3)
