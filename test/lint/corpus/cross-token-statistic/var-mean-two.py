import torch


def pre_norm(tokens, scale, shift):
    # tokens: [B, N, C]
    var, mean = torch.var_mean(tokens, dim=[0, 1], keepdim=True, correction=0)  # expect: cross-token-statistic
    tokens = (tokens - mean) * (var + 1e-5).rsqrt()
    return tokens * scale + shift
