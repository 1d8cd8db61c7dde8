import torch
from torch import nn


class Embeddings(nn.Module):
    """A table of positions by features, normed once when it is made."""

    def __init__(self, vocab_size, max_len, d_model):
        super().__init__()
        table = torch.randn(max_len, d_model)
        table = (table - table.mean(dim=0, keepdim=True)) / table.std(dim=0, keepdim=True)
        self.positions = nn.Parameter(table)
        self.tokens = nn.Embedding(vocab_size, d_model)
        with torch.no_grad():
            self.tokens.weight -= self.tokens.weight.mean(0, keepdim=True)
            self.tokens.weight /= self.tokens.weight.std(0, keepdim=True)

    def forward(self, ids):
        return self.tokens(ids) + self.positions[: ids.shape[1]]
