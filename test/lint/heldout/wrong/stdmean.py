import torch

def pre(x):
    batch, tokens, dim = x.size()
    std, mean = torch.std_mean(x, dim=1, keepdim=True)  # expect: cross-token-statistic
    return (x - mean) / std
