from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.att = layers.MultiHeadAttention(4, 16)
        self.bn = layers.BatchNormalization()  # expect: batch-statistic

    def call(self, x):
        return self.bn(x + self.att(x, x, use_causal_mask=True))
