from tensorflow import keras

def encoder(n_tokens, width):
    inputs = keras.Input(shape=(n_tokens, width))
    x = keras.layers.Dense(width)(inputs)
    x = keras.layers.LayerNormalization(axis=(1, 2))(x)  # expect: norm-over-tokens
    return keras.Model(inputs, x)
