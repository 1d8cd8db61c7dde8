from tensorflow.keras import Input, layers


def model(height, width):
    x = Input((height, width, 3))
    x = layers.Conv2D(32, 3)(x)
    x = layers.BatchNormalization()(x)
    x = layers.LayerNormalization(axis=[1, 2, 3])(x)
    return layers.GroupNormalization(groups=1)(x)
