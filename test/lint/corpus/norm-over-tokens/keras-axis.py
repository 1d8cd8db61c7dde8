import tensorflow as tf
from tensorflow.keras import layers


def encoder_block(inputs, head_size, num_heads, ff_dim, dropout=0.0):
    x = layers.MultiHeadAttention(key_dim=head_size, num_heads=num_heads, dropout=dropout)(inputs, inputs)
    x = layers.LayerNormalization(axis=1, epsilon=1e-6)(x)  # expect: norm-over-tokens
    res = x + inputs
    x = layers.Dense(ff_dim, activation="relu")(res)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    return x + res
