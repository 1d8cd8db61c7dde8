import torch.nn as nn


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln = nn.LayerNorm([config.block_size, config.n_embd])  # expect: norm-over-tokens
        self.ln_f = nn.LayerNorm(config.n_embd)

    def forward(self, x):
        return self.ln_f(self.ln(x))
