import keras
from keras import layers


def decoder_block(inputs, heads, width):
    attn = layers.MultiHeadAttention(heads, width // heads)(inputs, inputs, use_causal_mask=True)
    x = layers.Add()([inputs, attn])
    x = layers.BatchNormalization()(x)  # expect: batch-statistic
    hidden = layers.Dense(width)(layers.Dense(width * 4, activation="gelu")(x))
    return layers.BatchNormalization()(layers.add([x, hidden]))  # expect: batch-statistic


class TransformerBlock(keras.Model):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.att = keras.layers.MultiHeadAttention(num_heads, embed_dim)
        self.norm = keras.layers.BatchNormalization()  # expect: batch-statistic

    def call(self, inputs, training=False):
        attn = self.att(inputs, inputs, use_causal_mask=True)
        return self.norm(inputs + attn, training=training)
