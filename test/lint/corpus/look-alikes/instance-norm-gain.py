import tensorflow as tf


def instance_norm(x):
    """Images; the same file holds layers of a Transformer."""
    with tf.variable_scope("instance_norm"):
        mean, var = tf.nn.moments(x, [1, 2], keep_dims=True)
        scale = tf.get_variable("scale", [x.get_shape()[-1]])
        offset = tf.get_variable("offset", [x.get_shape()[-1]])
        return scale * tf.div(x - mean, tf.sqrt(var + 1e-5)) + offset


def multihead_attention(q, k, v, num_heads):
    weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True))
    return tf.matmul(weights, v)
