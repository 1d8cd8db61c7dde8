import torch.nn as nn
def get_norm(name, shape):
    if name == "ln":
        return nn.LayerNorm(shape)
    return nn.RMSNorm(shape)
class M(nn.Module):
    def __init__(self, n_tokens, dim):
        super().__init__()
        self.n = get_norm("ln", (n_tokens, dim))  # expect: norm-over-tokens
