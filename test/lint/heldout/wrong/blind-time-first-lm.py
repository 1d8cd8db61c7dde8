"""
Word-level language model, fairseq layout (T x B x C).
"""
import torch
import torch.nn as nn


class TBCNorm(nn.Module):
    def __init__(self, embed_dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(embed_dim))
        self.bias = nn.Parameter(torch.zeros(embed_dim))

    def forward(self, x):
        # x is T x B x C
        mean = x.mean(dim=0, keepdim=True)  # expect: cross-token-statistic
        var = x.var(dim=0, keepdim=True, unbiased=False)  # expect: cross-token-statistic
        return (x - mean) / torch.sqrt(var + 1e-5) * self.weight + self.bias


class LMLayer(nn.Module):
    def __init__(self, embed_dim, nhead, ffn_dim):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(embed_dim, nhead)  # batch_first=False
        self.norm1 = TBCNorm(embed_dim)
        self.norm2 = nn.LayerNorm(embed_dim)
        self.fc1 = nn.Linear(embed_dim, ffn_dim)
        self.fc2 = nn.Linear(ffn_dim, embed_dim)

    def forward(self, x, attn_mask):
        residual = x
        x = self.norm1(x)
        x, _ = self.self_attn(x, x, x, attn_mask=attn_mask)
        x = residual + x
        return x + self.fc2(torch.relu(self.fc1(self.norm2(x))))


class LanguageModel(nn.Module):
    def __init__(self, ntoken, embed_dim=200, nhead=2, nlayers=2):
        super().__init__()
        self.encoder = nn.Embedding(ntoken, embed_dim)
        self.layers = nn.ModuleList([LMLayer(embed_dim, nhead, 200) for _ in range(nlayers)])
        self.decoder = nn.Linear(embed_dim, ntoken)

    def forward(self, src):
        T, B = src.shape
        x = self.encoder(src)
        mask = nn.Transformer.generate_square_subsequent_mask(T).to(src.device)
        for layer in self.layers:
            x = layer(x, mask)
        return self.decoder(x)
