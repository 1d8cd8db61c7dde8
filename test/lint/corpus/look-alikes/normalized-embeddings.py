"""Unit vectors of a model whose output has no layout in sight: [B, C] as likely as [B, C, T]."""
import torch.nn.functional as F
from transformers import AutoModel


class SentenceEncoder:
    def __init__(self, name):
        self.transformer = AutoModel.from_pretrained(name)

    def encode(self, batch):
        return F.normalize(self.transformer(batch), dim=1)

    def project(self, pooled, head):
        return head(F.normalize(pooled, p=2, dim=1))
