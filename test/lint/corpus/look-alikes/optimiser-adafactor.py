import torch


class Adafactor(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, eps=1e-30, clip=1.0):
        super().__init__(params, {"lr": lr, "eps": eps, "clip": clip})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                grad = p.grad
                update = grad.pow(2) + group["eps"]
                if grad.ndim >= 2:
                    row, col = update.mean(dim=-1), update.mean(dim=-2)
                    row = (row / row.mean(dim=-1, keepdim=True)).rsqrt().unsqueeze(-1)
                    update = row * col.unsqueeze(-2).rsqrt() * grad
                else:
                    update = update.rsqrt() * grad
                rms = update.norm() / update.numel() ** 0.5
                update = update / (rms / group["clip"]).clamp(min=1.0)
                p.add_(update, alpha=-group["lr"])
