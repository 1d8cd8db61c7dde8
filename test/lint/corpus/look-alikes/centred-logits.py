import torch

def center_logits(logits):
    B, T, V = logits.shape
    logits = logits - logits.mean(dim=-1, keepdim=True)
    probs = torch.exp(logits - logits.amax(dim=-1, keepdim=True))
    return probs / probs.sum(dim=-1, keepdim=True)
