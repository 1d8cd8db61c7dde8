from tensorflow import keras


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.att = keras.layers.MultiHeadAttention(4, 16)
        self.norm = keras.layers.LayerNormalization(epsilon=1e-6)

    def call(self, x):
        return self.norm(x + self.att(x, x))
