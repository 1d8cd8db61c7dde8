import tensorflow as tf


def ln(x):
    # x: [batch, length, channels]
    mean = tf.reduce_mean(x, axis=-1, keepdims=True)
    var = tf.reduce_mean(tf.square(x - mean), axis=1, keepdims=True)  # expect: cross-token-statistic
    return (x - mean) * tf.math.rsqrt(var + 1e-6)
