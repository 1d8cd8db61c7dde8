import torch
from torch import nn


class RewardModel(nn.Module):
    def __init__(self, backbone, d_model):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(d_model, 1)
        self.register_buffer("mean", torch.zeros(()))
        self.register_buffer("std", torch.ones(()))

    def forward(self, ids, lengths):
        hidden_states = self.backbone(ids)
        B, T, C = hidden_states.shape
        values = self.head(hidden_states).squeeze(-1)  # [B, T]
        rewards = values[torch.arange(B), lengths - 1]
        return (rewards - self.mean) / self.std

    @torch.no_grad()
    def calibrate(self, batches):
        rewards = torch.cat([self(ids, lengths) for ids, lengths in batches])
        self.mean, self.std = rewards.mean(), rewards.std()


def preference_loss(chosen, rejected):
    margin = chosen - rejected
    return -torch.nn.functional.logsigmoid(margin / margin.std().detach()).mean()
