import torch


def scale_norm(tokens: torch.Tensor, g):
    b, n, d = tokens.shape
    return g * tokens / torch.linalg.vector_norm(tokens, dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
