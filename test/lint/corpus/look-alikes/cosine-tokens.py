import torch

def cosine_attention(q, k, v, scale):
    B, N, C = q.shape
    q = q / q.norm(dim=-1, keepdim=True)
    k = k / k.norm(dim=-1, keepdim=True)
    return ((q @ k.transpose(1, 2)) * scale).softmax(dim=-1) @ v

def token_weights(x):
    B, N, C = x.shape
    w = x.norm(dim=-1)
    w = w / w.sum(dim=1, keepdim=True)
    return (x * w.unsqueeze(-1)).sum(dim=1)
