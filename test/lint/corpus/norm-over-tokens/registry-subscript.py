import torch.nn as nn

NORMS = {"bn": nn.BatchNorm1d, "ln": nn.LayerNorm, "rms": nn.RMSNorm}

class FFN(nn.Module):
    def __init__(self, seq_len, hidden_dim, norm="ln"):
        super().__init__()
        self.norm = NORMS[norm]((seq_len, hidden_dim))  # expect: norm-over-tokens
