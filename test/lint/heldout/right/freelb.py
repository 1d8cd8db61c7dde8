import torch


def freelb_step(model, embeddings, labels, mask, steps=3, lr=1e-1, max_norm=0.4):
    """Adversarial training: the perturbation grows along its gradient, scaled by the gradient's norm."""
    B, T, C = embeddings.shape
    delta = torch.zeros_like(embeddings).uniform_(-1, 1) * mask.unsqueeze(-1)
    for _ in range(steps):
        delta.requires_grad_()
        loss = model(inputs_embeds=embeddings + delta, labels=labels).loss / steps
        loss.backward()
        grad = delta.grad.detach()
        norm = grad.view(B, -1).norm(dim=1).view(-1, 1, 1).clamp(min=1e-8)
        delta = (delta + lr * grad / norm).detach()
        size = delta.view(B, -1).norm(dim=1)
        delta = delta * (max_norm / size).clamp(max=1).view(-1, 1, 1)
    return delta
