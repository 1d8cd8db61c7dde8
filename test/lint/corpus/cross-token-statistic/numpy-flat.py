import numpy as np

def forward(tokens):
    seq_len, d_model = tokens.shape
    flat = tokens.reshape(-1)
    return ((flat - flat.mean()) / flat.std()).reshape(seq_len, d_model)  # expect: cross-token-statistic
