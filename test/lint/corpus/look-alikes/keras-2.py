from tensorflow import keras
from tensorflow.keras import layers


def model(seq_len, width):
    x = inp = keras.Input((seq_len, width))
    x = layers.LayerNormalization(axis=-1)(x)
    x = layers.MultiHeadAttention(4, 16)(x, x)
    x = layers.LayerNormalization(axis=2)(x)
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(inp, layers.Dense(10)(x))
