import torch.nn as nn


class Fold(nn.Module):
    def __init__(self, sequence_state_dim):
        super().__init__()
        self.layernorm = nn.LayerNorm(sequence_state_dim)

    def forward(self, sequence_state):
        """
        Inputs:
          sequence_state: B x L x sequence_state_dim
        """
        return self.layernorm(sequence_state)
