import tensorflow as tf
from tensorflow.keras import layers


class Features(layers.Layer):
    """Raw audio to log mel, each recording by its own statistics."""

    def __init__(self, bands=80):
        super().__init__()
        self.mel = tf.signal.linear_to_mel_weight_matrix(bands, 257, 16000)

    def call(self, audio):
        spectrum = tf.abs(tf.signal.stft(audio, 400, 160, 512))
        mel = tf.math.log(tf.matmul(spectrum, self.mel) + 1e-6)  # [batch, frames, bands]
        mean = tf.reduce_mean(mel, axis=1, keepdims=True)
        std = tf.math.reduce_std(mel, axis=1, keepdims=True)
        return (mel - mean) / (std + 1e-6)


def model(classes):
    audio = tf.keras.Input((16000,))
    x = Features()(audio)[..., None]
    for filters in (16, 32):
        x = layers.Conv2D(filters, 3)(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D()(layers.ReLU()(x))
    return tf.keras.Model(audio, layers.Dense(classes)(layers.GlobalAveragePooling2D()(x)))
