import keras
from keras import layers, ops


def transformer_block(x, heads, dim):
    h = layers.LayerNormalization(epsilon=1e-6)(x)
    h = layers.MultiHeadAttention(heads, dim // heads)(h, h)
    x = layers.Add()([x, h])
    h = layers.LayerNormalization(epsilon=1e-6)(x)
    h = layers.Dense(4 * dim, activation="gelu")(h)
    return layers.Add()([x, layers.Dense(dim)(h)])


def vit(size, patch, dim, depth, heads, classes):
    images = keras.Input((size, size, 3))
    x = layers.Conv2D(dim, patch, strides=patch)(images)
    x = layers.BatchNormalization()(x)
    x = layers.Reshape((-1, dim))(x)
    for _ in range(depth):
        x = transformer_block(x, heads, dim)
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(images, layers.Dense(classes)(x))


def l2(x):
    return x / ops.norm(x, axis=-1, keepdims=True)
