import tensorflow as tf
from tensorflow import keras


class ChannelNorm(keras.layers.Layer):
    """Normalises the channels of every pixel of [batch, channels, height, width]."""

    def build(self, shape):
        self.gamma = self.add_weight(shape=(shape[1], 1, 1), initializer="ones")
        self.beta = self.add_weight(shape=(shape[1], 1, 1), initializer="zeros")

    def call(self, images):
        mean, variance = tf.nn.moments(images, axes=[1], keepdims=True)
        normed = (images - mean) * tf.math.rsqrt(variance + 1e-6)
        return normed * self.gamma + self.beta


def stem(channels):
    return keras.Sequential([
        keras.layers.Conv2D(channels, 4, strides=4, data_format="channels_first"),
        ChannelNorm(),
    ])
