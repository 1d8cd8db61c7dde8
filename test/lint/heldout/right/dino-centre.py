import torch
import torch.nn as nn
import torch.nn.functional as F


class DinoLoss(nn.Module):
    def __init__(self, out_dim, momentum=0.9):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("center", torch.zeros(1, out_dim))

    def forward(self, student, teacher, temperature=0.04):
        target = F.softmax((teacher - self.center) / temperature, dim=-1).detach()
        loss = -(target * F.log_softmax(student / 0.1, dim=-1)).sum(-1).mean()
        self.update(teacher)
        return loss

    @torch.no_grad()
    def update(self, teacher):
        batch_center = teacher.mean(dim=0, keepdim=True)
        self.center = self.center * self.momentum + batch_center * (1 - self.momentum)
