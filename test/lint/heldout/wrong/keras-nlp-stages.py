import tensorflow as tf
from tensorflow import keras

class EncodeLayer(keras.layers.Layer):
    def __init__(self, n_head, model_dim, drop_rate):
        super().__init__()
        self.ln = [keras.layers.LayerNormalization(axis=[1, 2]) for _ in range(2)]  # expect: norm-over-tokens
        self.mh = keras.layers.MultiHeadAttention(n_head, model_dim)

    def call(self, xz, training, mask):
        attn = self.mh(xz, xz, xz, mask)
        o1 = self.ln[0](attn + xz)
        return o1
