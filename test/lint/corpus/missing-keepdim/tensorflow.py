import tensorflow as tf


def f(x):
    # x: [batch, length, channels]
    var = tf.math.reduce_variance(x, axis=-1)  # expect: missing-keepdim
    return x / tf.sqrt(var + 1e-5)


def by_moments(x):
    batch, length, width = x.shape
    mean, variance = tf.nn.moments(x, axes=[-1])  # expect: missing-keepdim
    return (x - mean) / tf.sqrt(variance + 1e-6)
