import keras
from keras import layers


def conv_autoencoder(size=64):
    inputs = keras.Input((size, size, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    for channels in (32, 64, 128):
        x = layers.Conv2D(channels, 3, strides=2, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
    x = layers.LayerNormalization(axis=[1, 2, 3])(x)
    for channels in (64, 32, 3):
        x = layers.Conv2DTranspose(channels, 3, strides=2, padding="same")(x)
        x = layers.GroupNormalization(groups=1)(x)
    return keras.Model(inputs, x)
