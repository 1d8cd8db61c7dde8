import torch

def unit(seq):
    B, L, D = seq.shape
    return seq / torch.linalg.vector_norm(seq, dim=(-2, -1), keepdim=True)  # expect: cross-token-statistic
