import keras
from keras import layers


def residual_block(x, filters, dilation):
    y = layers.Conv1D(filters, 3, padding="same", dilation_rate=dilation)(x)
    y = layers.BatchNormalization()(y)
    y = layers.Activation("relu")(y)
    y = layers.SpatialDropout1D(0.1)(y)
    if x.shape[-1] != filters:
        x = layers.Conv1D(filters, 1)(x)
    return layers.Add()([x, y])


def activity_model(steps, sensors, classes):
    """Human activity from raw sensors: a plain ConvNet over time."""
    inputs = keras.Input((steps, sensors))
    x = layers.Normalization()(inputs)
    for i in range(4):
        x = residual_block(x, 64, 2**i)
    x = layers.GlobalMaxPooling1D()(x)
    x = layers.Dense(64)(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))
