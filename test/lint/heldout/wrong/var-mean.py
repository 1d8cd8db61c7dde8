import torch


def layer_norm(x, gamma, beta, eps=1e-5):
    # x: [batch, seq, d_model]
    var, mean = torch.var_mean(x, dim=(1, 2), keepdim=True, unbiased=False)  # expect: cross-token-statistic
    return (x - mean) * torch.rsqrt(var + eps) * gamma + beta
