import torch

def layer_norm_channels_first(x, gamma, beta):
    # x: (batch, channels, seq_len)
    mean = x.mean(dim=1, keepdim=True)
    var = x.var(dim=1, keepdim=True, unbiased=False)
    return (x - mean) / torch.sqrt(var + 1e-5) * gamma[:, None] + beta[:, None]
