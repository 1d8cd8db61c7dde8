import torch

def weights(scores):
    B, T, S = scores.shape
    w = torch.exp(scores - scores.max(dim=2, keepdim=True).values)
    return w / w.sum(dim=2, keepdim=True)
