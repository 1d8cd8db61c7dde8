# pylint: disable=missing-module-docstring
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class LayerNormFp32(nn.LayerNorm):
    """Subclass torch's LayerNorm to handle fp16."""

    def forward(self, x):
        y = F.layer_norm(x.float(), self.normalized_shape, self.weight, self.bias, self.eps)
        return y.to(x.dtype)


class TextTower(nn.Module):
    def __init__(self, vocab=49408, width=512, heads=8, layers=12, ctx=77, embed_dim=512):
        super().__init__()
        self.token_embedding = nn.Embedding(vocab, width)
        self.positional_embedding = nn.Parameter(torch.empty(ctx, width).normal_(std=0.01))
        layer = nn.TransformerEncoderLayer(width, heads, 4 * width, norm_first=True)
        self.transformer = nn.TransformerEncoder(layer, layers)
        self.ln_final = LayerNormFp32(width)
        self.text_projection = nn.Parameter(torch.randn(width, embed_dim) * width ** -0.5)
        mask = torch.empty(ctx, ctx).fill_(float("-inf")).triu_(1)
        self.register_buffer("attn_mask", mask)

    def forward(self, text):
        x = self.token_embedding(text) + self.positional_embedding
        x = x.permute(1, 0, 2)  # NLD -> LND
        x = self.transformer(x, mask=self.attn_mask)
        x = x.permute(1, 0, 2)  # LND -> NLD
        x = self.ln_final(x)
        return x[torch.arange(x.shape[0]), text.argmax(dim=-1)] @ self.text_projection


class CLIP(nn.Module):
    def __init__(self, visual):
        super().__init__()
        self.visual = visual
        self.text = TextTower()
        self.logit_scale = nn.Parameter(torch.ones([]) * np.log(1 / 0.07))

    def forward(self, image, text):
        image_features = self.visual(image)
        text_features = self.text(text)
        image_features = image_features / image_features.norm(dim=1, keepdim=True)
        text_features = text_features / text_features.norm(dim=1, keepdim=True)
        logits = self.logit_scale.exp() * image_features @ text_features.t()
        return logits, logits.t()


def zero_shot_weights(model, prompts):
    out = []
    for texts in prompts:
        emb = F.normalize(model.text(texts), dim=-1).mean(dim=0)
        emb /= emb.norm()
        out.append(emb)
    return torch.stack(out, dim=1)
