import torch
from torch import nn


class InvertedEmbedding(nn.Module):
    """Each variate's whole window becomes one token."""

    def __init__(self, window, d_model):
        super().__init__()
        self.value = nn.Linear(window, d_model)

    def forward(self, x):
        # x: [Batch, Time, Variate]
        return self.value(x.permute(0, 2, 1))


class Model(nn.Module):
    def __init__(self, window, horizon, d_model, heads):
        super().__init__()
        self.embedding = InvertedEmbedding(window, d_model)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(d_model, heads, batch_first=True), 2, norm=nn.LayerNorm(d_model))
        self.head = nn.Linear(d_model, horizon)

    def forecast(self, history):
        means = history.mean(1, keepdim=True).detach()
        history = history - means
        stdev = torch.sqrt(history.var(dim=1, keepdim=True, unbiased=False) + 1e-5)
        history = history / stdev
        out = self.head(self.encoder(self.embedding(history))).permute(0, 2, 1)
        return out * stdev[:, 0, :].unsqueeze(1) + means[:, 0, :].unsqueeze(1)
