from tensorflow import keras
from tensorflow.keras import layers


class EncoderLayer(layers.Layer):
    def __init__(self, d_model, heads):
        super().__init__()
        self.attention = layers.MultiHeadAttention(heads, d_model // heads)
        self.norm_a = layers.LayerNormalization(axis=[1, 2])  # expect: norm-over-tokens
        self.norm_b = layers.LayerNormalization(axis=-1)
        self.ffn = keras.Sequential([layers.Dense(4 * d_model, activation="relu"), layers.Dense(d_model)])

    def call(self, x):
        x = self.norm_a(x + self.attention(x, x))
        return self.norm_b(x + self.ffn(x))
