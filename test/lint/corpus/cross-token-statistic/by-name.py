import torch
import torch.nn as nn


class LlamaRMSNorm(nn.Module):
    def forward(self, hidden_states):
        variance = hidden_states.pow(2).mean(1, keepdim=True)  # expect: cross-token-statistic
        return hidden_states * torch.rsqrt(variance + 1e-6)


class LlamaAttention(nn.Module):
    def forward(self, hidden_states):
        return hidden_states
