import torch


@torch.no_grad()
def clip_and_step(parameters, lr=1e-3, max_norm=1.0):
    grads = [p.grad for p in parameters if p.grad is not None]
    total = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in grads]))
    scale = (max_norm / (total + 1e-6)).clamp(max=1.0)
    for p, g in zip(parameters, grads):
        g = g * scale
        if g.ndim > 1:
            g = g - g.mean(dim=tuple(range(1, g.ndim)), keepdim=True)
        trust = p.norm() / g.norm().clamp(min=1e-6)
        p.add_(g * trust, alpha=-lr)


def muon(update, steps=5):
    x = update / (update.norm() + 1e-7)
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
    return x
