"""A wrong norm, for the record:

    B, T, C = x.shape
    x = (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)
"""
BAD = "nn.LayerNorm([seq_len, d_model])"
# self.norm = nn.LayerNorm([seq_len, d_model])
print(BAD)
