import torch.nn as nn

class TSBlock(nn.Module):
    def __init__(self, configs):
        super().__init__()
        self.norm = nn.LayerNorm(normalized_shape=(configs.seq_len, configs.d_model))  # expect: norm-over-tokens
        self.lin = nn.Linear(configs.d_model, configs.d_model)

    def forward(self, x):
        return self.norm(self.lin(x))
