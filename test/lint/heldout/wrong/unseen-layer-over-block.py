from torch import nn


class Block(nn.Module):
    def __init__(self, block_size, n_embd, n_head):
        super().__init__()
        self.ln_1 = nn.LayerNorm([block_size, n_embd])  # expect: norm-over-tokens
        self.ln_2 = nn.LayerNorm((block_size, n_embd))  # expect: norm-over-tokens
        self.attn = nn.MultiheadAttention(n_embd, n_head, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.GELU(), nn.Linear(4 * n_embd, n_embd))

    def forward(self, x, mask):
        h = self.ln_1(x)
        x = x + self.attn(h, h, h, attn_mask=mask)[0]
        return x + self.mlp(self.ln_2(x))
