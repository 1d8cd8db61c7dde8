import tensorflow as tf


class Norm(tf.keras.layers.Layer):
    def call(self, x):
        batch, seq_len, d_model = x.shape
        mean, variance = tf.nn.moments(x, axes=[1, 2], keepdims=True)  # expect: cross-token-statistic
        return (x - mean) / tf.sqrt(variance + 1e-6)
