import tensorflow as tf

class Block(tf.keras.Model):
    def __init__(self, d):
        super().__init__()
        self.norm = tf.keras.layers.GroupNormalization(groups=1)  # expect: norm-over-tokens
        self.att = tf.keras.layers.MultiHeadAttention(4, d)

    def call(self, x, training=None):
        return x + self.att(self.norm(x), x, use_causal_mask=True)
