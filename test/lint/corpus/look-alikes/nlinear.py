from torch import nn


class NLinear(nn.Module):
    """Subtracts the last value of the series and adds it to the forecast."""

    def __init__(self, seq_len, pred_len):
        super().__init__()
        self.linear = nn.Linear(seq_len, pred_len)

    def forward(self, x):
        # x: [Batch, Input length, Channel]
        last = x[:, -1:, :].detach()
        x = x - last
        return self.linear(x.permute(0, 2, 1)).permute(0, 2, 1) + last


class ScaledLinear(nn.Module):
    def __init__(self, context_length, horizon):
        super().__init__()
        self.linear = nn.Linear(context_length, horizon)

    def forward(self, past_values):
        scale = past_values.abs().mean(dim=1, keepdim=True).clamp(min=1e-10)
        return self.linear((past_values / scale).transpose(1, 2)).transpose(1, 2) * scale
