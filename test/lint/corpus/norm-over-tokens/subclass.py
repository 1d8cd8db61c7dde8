import torch.nn as nn

class TokenLN(nn.LayerNorm):
    pass

class Block(nn.Module):
    def __init__(self, num_tokens, embed_dim):
        super().__init__()
        self.ln = TokenLN((num_tokens, embed_dim))  # expect: norm-over-tokens
