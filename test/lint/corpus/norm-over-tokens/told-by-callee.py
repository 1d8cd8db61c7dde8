import tensorflow as tf


def sublayer(inputs, fn):
    return tf.contrib.layers.layer_norm(inputs + fn(inputs))  # expect: norm-over-tokens


def attention(queries, keys, units):
    # queries: [batch, time, depth]
    q = tf.layers.dense(queries, units)
    k = tf.layers.dense(keys, units)
    return tf.matmul(tf.nn.softmax(tf.matmul(q, k, transpose_b=True)), keys)


def decoder(h, units):
    return sublayer(h, lambda x: attention(x, x, units))
