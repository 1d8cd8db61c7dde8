import torch


def rollout(attentions):
    """attentions: list of [B, H, T, T]"""
    result = None
    for attention in attentions:
        fused = attention.mean(dim=1)
        fused = fused + torch.eye(fused.size(-1))
        fused = fused / fused.sum(dim=-1, keepdim=True)
        result = fused if result is None else fused @ result
    mask = result[:, 0, 1:]
    return mask / mask.max(dim=-1, keepdim=True).values


def grad_cam(activations, gradients):
    # [B, N, C] each, the class token left out
    B, N, C = activations.shape
    weights = gradients.mean(dim=1, keepdim=True)
    cam = (weights * activations).sum(-1).relu()
    return cam / cam.amax(dim=1, keepdim=True).clamp(min=1e-8)
