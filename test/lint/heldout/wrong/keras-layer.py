import tensorflow as tf
from tensorflow.keras import layers


class TransformerBlock(layers.Layer):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
        self.norm1 = layers.LayerNormalization(axis=[1, 2], epsilon=1e-6)  # expect: norm-over-tokens
        self.norm2 = layers.LayerNormalization(axis=1)  # expect: norm-over-tokens

    def call(self, inputs):
        out = self.norm1(inputs + self.att(inputs, inputs))
        return self.norm2(out)
