import torch.nn as nn


class DecoderLayer(nn.Module):
    def __init__(self, d_model, nhead):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, nhead)
        self.norm1 = nn.LayerNorm(d_model)

    def forward(self, tgt, query_pos):
        # tgt: [num_queries, batch, d_model]
        q = k = tgt + query_pos
        tgt2 = self.self_attn(q, k, value=tgt)[0]
        return self.norm1(tgt + tgt2)
