import torch


def layer_norm(hidden, weight, bias, eps=1e-5):
    b, t, c = hidden.shape
    mean = hidden.mean(dim=2, keepdim=True)
    var = hidden.var(dim=2, keepdim=True, unbiased=False)
    return weight * (hidden - mean) / torch.sqrt(var + eps) + bias
