import tensorflow as tf

class Block(tf.keras.Model):
    def __init__(self, d):
        super().__init__()
        self.un = tf.keras.layers.UnitNormalization(axis=1)  # expect: norm-over-tokens
        self.att = tf.keras.layers.MultiHeadAttention(4, d)

    def call(self, x):
        x = self.un(x)
        return self.att(x, x)
