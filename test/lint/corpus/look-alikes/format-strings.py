import torch.nn as nn
x = "nn.LayerNorm([seq_len, d_model])"
doc = f"""
B, T, C = x.shape
x - x.mean(1, keepdim=True) {x}
"""
