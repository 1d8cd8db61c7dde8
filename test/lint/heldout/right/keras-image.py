from tensorflow import keras

def conv(h, w, c):
    x = inp = keras.Input((h, w, c))
    x = keras.layers.Conv2D(32, 3)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LayerNormalization(axis=[1, 2, 3])(x)
    return keras.Model(inp, x)
