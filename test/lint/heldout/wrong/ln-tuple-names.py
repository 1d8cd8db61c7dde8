import torch.nn as nn

class Enc(nn.Module):
    def __init__(self, max_len, emb_dim):
        super().__init__()
        self.ln = nn.LayerNorm((max_len, emb_dim), elementwise_affine=False)  # expect: norm-over-tokens
