import math
import torch
import torch.nn.functional as F


@torch.no_grad()
def evaluate(model, loader, device="cpu"):
    total, count, entropies = 0.0, 0, []
    for ids in loader:
        logits = model(ids.to(device))  # [B, T, V]
        B, T, V = logits.shape
        losses = F.cross_entropy(logits[:, :-1].reshape(-1, V), ids[:, 1:].reshape(-1), reduction="none").view(B, T - 1)
        total += losses.sum().item()
        count += losses.numel()
        spread = (losses - losses.mean(dim=1, keepdim=True)) / losses.std(dim=1, keepdim=True)
        entropies.append(spread.abs().max().item())
    return math.exp(total / count), max(entropies)
