from tensorflow import keras
from tensorflow.keras import layers


def build(n_numeric, vocabularies):
    numeric = keras.Input((n_numeric,))
    encoded = [layers.BatchNormalization()(numeric)]
    inputs = [numeric]
    for size in vocabularies:
        column = keras.Input((), dtype="int32")
        inputs.append(column)
        encoded.append(layers.Embedding(size, 16)(column))
    x = layers.Concatenate()(encoded)
    x = layers.LayerNormalization(axis=1)(x)
    for units in (128, 64):
        x = layers.Dense(units)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("selu")(x)
    return keras.Model(inputs, layers.Dense(1)(x))
