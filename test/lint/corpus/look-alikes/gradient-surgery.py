import torch


def pcgrad(grads):
    # grads: [tasks, params]
    merged = grads.clone()
    for i in range(len(grads)):
        for j in torch.randperm(len(grads)):
            dot = (merged[i] * grads[j]).sum()
            if dot < 0:
                merged[i] -= dot / grads[j].pow(2).sum() * grads[j]
    return merged.mean(0)


class GradNormClip(torch.autograd.Function):
    """Clips the gradient of a sequence of activations in the backward pass."""

    @staticmethod
    def forward(ctx, x, limit):
        ctx.limit = limit
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        B, T, C = grad.shape
        norm = grad.norm(dim=(1, 2), keepdim=True)
        return grad * (ctx.limit / norm).clamp(max=1.0), None
