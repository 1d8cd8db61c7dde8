import keras


def head(num_tokens, width):
    inputs = keras.Input(shape=(num_tokens, width))
    x = keras.layers.MultiHeadAttention(4, 16)(inputs, inputs)
    x = keras.layers.UnitNormalization(axis=1)(x)  # expect: norm-over-tokens
    return keras.Model(inputs, x)
