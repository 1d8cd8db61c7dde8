from tensorflow.keras import layers, Model


def block(seq_len, width):
    inp = layers.Input(shape=(seq_len, width))
    x = layers.MultiHeadAttention(4, width // 4)(inp, inp, use_causal_mask=True)
    x = layers.BatchNormalization()(x)  # expect: batch-statistic
    return Model(inp, x)
