import keras


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.mha = keras.layers.MultiHeadAttention(4, 16)
        self.unit = keras.layers.UnitNormalization(axis=1)  # expect: norm-over-tokens

    def call(self, x):
        return self.unit(self.mha(x, x))
