import torch.nn as nn

class Stack(nn.Module):
    def __init__(self, depth, n_patches, dim):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm([n_patches, dim]) for _ in range(depth))  # expect: norm-over-tokens
