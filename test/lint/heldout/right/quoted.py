'''Do not write
    B, T, C = x.shape
    x = x - x.mean(1, keepdim=True)
'''
BAD = "nn.LayerNorm([seq_len, d_model])"
