import torch

def entropy(attn):
    B, H, T, S = attn.shape
    attn = attn / attn.sum(-1, keepdim=True)
    row = attn - attn.mean(dim=-1, keepdim=True)
    return -(attn * attn.log()).sum(-1), row
