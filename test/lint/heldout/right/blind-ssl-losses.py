import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn


@torch.no_grad()
def sinkhorn(scores: torch.Tensor, eps: float = 0.05, iters: int = 3) -> torch.Tensor:
    """SwAV. scores: [samples, prototypes]"""
    Q = torch.exp(scores / eps).t()
    Q /= Q.sum()
    K, B = Q.shape
    for _ in range(iters):
        Q /= Q.sum(dim=1, keepdim=True)
        Q /= K
        Q /= Q.sum(dim=0, keepdim=True)
        Q /= B
    return (Q * B).t()


class IBOTPatchLoss(nn.Module):
    """Masked-patch distillation; teacher patch logits are centred with a running mean."""

    def __init__(self, patch_out_dim, student_temp=0.1, center_momentum=0.9):
        super().__init__()
        self.student_temp = student_temp
        self.center_momentum = center_momentum
        self.register_buffer("center", torch.zeros(1, 1, patch_out_dim))

    def forward(self, student_patch_tokens, teacher_patch_tokens, mask, teacher_temp):
        t = F.softmax((teacher_patch_tokens - self.center) / teacher_temp, dim=-1).detach()
        loss = -torch.sum(t * F.log_softmax(student_patch_tokens / self.student_temp, dim=-1), dim=-1)
        loss = torch.sum(loss * mask.float(), dim=-1) / mask.sum(dim=-1).clamp(min=1.0)
        self.update_center(teacher_patch_tokens)
        return loss.mean()

    @torch.no_grad()
    def update_center(self, teacher_patch_tokens):
        c = teacher_patch_tokens.mean(1).mean(0, keepdim=True)
        if dist.is_initialized():
            dist.all_reduce(c)
            c /= dist.get_world_size()
        self.center = self.center * self.center_momentum + c * (1 - self.center_momentum)


class KoLeoLoss(nn.Module):
    """Spreads the class tokens of a batch."""

    def forward(self, cls_tokens, eps=1e-8):
        x = F.normalize(cls_tokens, eps=eps, p=2, dim=-1)
        d = torch.cdist(x, x)
        d.fill_diagonal_(float("inf"))
        return -torch.log(d.min(dim=1).values + eps).mean()


def whiten(z):
    """W-MSE. z: [N, D]"""
    z = z - z.mean(0)
    cov = z.T @ z / (len(z) - 1)
    L = torch.linalg.cholesky(cov + 1e-3 * torch.eye(z.shape[1], device=z.device))
    return torch.linalg.solve_triangular(L, z.T, upper=False).T


def clip_loss(image_emb, text_emb, logit_scale):
    image_emb = image_emb / image_emb.norm(dim=1, keepdim=True)
    text_emb = text_emb / text_emb.norm(dim=1, keepdim=True)
    logits = logit_scale * image_emb @ text_emb.t()
    y = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, y) + F.cross_entropy(logits.t(), y)) / 2
