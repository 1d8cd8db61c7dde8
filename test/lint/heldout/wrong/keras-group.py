import keras
from keras import layers


def build(seq_len, width):
    tokens = keras.Input((seq_len, width))
    x = layers.MultiHeadAttention(num_heads=2, key_dim=8)(tokens, tokens)
    x = layers.GroupNormalization(groups=1)(x)  # expect: norm-over-tokens
    return keras.Model(tokens, x)
