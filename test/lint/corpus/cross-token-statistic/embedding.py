import torch.nn as nn


class Model(nn.Module):
    def __init__(self, vocab, d):
        super().__init__()
        self.tok = nn.Embedding(vocab, d)

    def forward(self, ids):
        h = self.tok(ids)
        return h - h.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
