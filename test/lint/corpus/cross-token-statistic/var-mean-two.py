import torch


def pre_norm(tokens, scale, shift):
    # tokens: [B, N, C]
    var, mean = torch.var_mean(tokens, dim=[0, 1], keepdim=True, correction=0)  # expect: cross-token-statistic
    tokens = (tokens - mean) * (var + 1e-5).rsqrt()
    return tokens * scale + shift


class StatedByItsClass(torch.nn.Module):
    """Normalises activations of shape (batch, seq_len, hidden)."""

    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
        return (x - mean) * torch.rsqrt(variance + 1e-6)
