import torch


def standardise(z, axis, eps=1e-5):
    mu = torch.mean(z, dim=axis, keepdim=True)
    sigma = torch.std(z, dim=axis, keepdim=True, unbiased=False)
    return (z - mu) / (sigma + eps)


class Block(torch.nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.attn = torch.nn.MultiheadAttention(d_model, n_heads, batch_first=True)
        self.mlp = torch.nn.Linear(d_model, d_model)

    def forward(self, x):
        h = standardise(x, 1)  # expect: cross-token-statistic
        h, _ = self.attn(h, h, h)
        return x + self.mlp(h)
