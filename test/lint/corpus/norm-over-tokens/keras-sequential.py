import keras
from keras import layers

def get_model(maxlen, embed_dim):
    return keras.Sequential([
        layers.Input(shape=(maxlen, embed_dim)),
        layers.Dense(embed_dim, activation="relu"),
        layers.LayerNormalization(axis=[1, 2]),  # expect: norm-over-tokens
        layers.Dense(1),
    ])
