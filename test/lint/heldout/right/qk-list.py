import torch.nn as nn

class QK(nn.Module):
    def __init__(self, heads, head_dim):
        super().__init__()
        self.q_norm = nn.RMSNorm([heads, head_dim])

    def forward(self, q):
        B, T, H, D = q.shape
        return self.q_norm(q)
