from tensorflow import keras


class Encode(keras.layers.Layer):
    def __init__(self, n_head, model_dim):
        super().__init__()
        self.mh = keras.layers.MultiHeadAttention(n_head, model_dim)
        self.first = keras.layers.BatchNormalization()  # expect: batch-statistic
        self.second = keras.layers.LayerNormalization(axis=[1, 2])  # expect: norm-over-tokens
        self.third = keras.layers.LayerNormalization(axis=-1)

    def call(self, x):
        x = self.first(x + self.mh(x, x))
        x = self.second(x)
        return self.third(x)
