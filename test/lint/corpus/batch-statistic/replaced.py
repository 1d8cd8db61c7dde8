"""Norms of library Transformers that are replaced by ones that read more than a token."""
import timm
import torch.nn as nn
from transformers import DistilBertModel, GPT2LMHeadModel


class TokenBatchNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.BatchNorm1d(width)  # expect: batch-statistic

    def forward(self, x):
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


vit = timm.create_model("vit_base_patch16_224", pretrained=True)
for block in vit.blocks:
    block.norm1 = TokenBatchNorm(768)
    block.norm2 = nn.BatchNorm1d(197)  # expect: batch-statistic

bert = DistilBertModel.from_pretrained("distilbert-base-uncased")
for layer in bert.transformer.layer:
    layer.sa_layer_norm = nn.GroupNorm(1, 128)  # expect: norm-over-tokens

gpt = GPT2LMHeadModel.from_pretrained("gpt2")
gpt.transformer.ln_f = TokenBatchNorm(768)
