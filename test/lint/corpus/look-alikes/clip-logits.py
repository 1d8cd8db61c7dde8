import torch
import torch.nn.functional as F
from torch import nn


class DualEncoder(nn.Module):
    def __init__(self, text, image, dim):
        super().__init__()
        self.text, self.image = text, image
        self.text_proj, self.image_proj = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.logit_scale = nn.Parameter(torch.tensor(2.659))

    def forward(self, ids, pixels):
        hidden = self.text(ids)  # [B, T, C]
        t = self.text_proj(hidden[torch.arange(len(ids)), ids.argmax(-1)])
        i = self.image_proj(self.image(pixels))
        t = t / t.norm(dim=1, keepdim=True)
        i = F.normalize(i)
        logits = self.logit_scale.exp() * i @ t.t()
        labels = torch.arange(len(logits), device=logits.device)
        return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2
