import tensorflow as tf


def residual(x, y):
    """x is [batch, length, hidden]."""
    a = tf.contrib.layers.layer_norm(x + y)  # expect: norm-over-tokens
    b = tf.contrib.layers.layer_norm(x + y, begin_norm_axis=-1)
    return a + b
