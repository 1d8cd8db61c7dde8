import torch

def layer_norm(x, normalized_ndim=2, eps=1e-5):
    dims = tuple(range(-normalized_ndim, 0))
    mean = x.mean(dim=dims, keepdim=True)  # expect: cross-token-statistic
    var = x.var(dim=dims, keepdim=True, unbiased=False)  # expect: cross-token-statistic
    return (x - mean) / torch.sqrt(var + eps)

def block(x, attn):
    B, T, C = x.shape
    return x + attn(layer_norm(x))
