import tensorflow as tf


def residual(inputs, outputs, dropout_rate):
    # inputs, outputs: [batch_size, length, depth]
    outputs = tf.nn.dropout(outputs, 1 - dropout_rate)
    return tf.contrib.layers.layer_norm(inputs + outputs)  # expect: norm-over-tokens


def project(queries, num_units):
    q = tf.layers.dense(queries, num_units)  # (N, T_q, C)
    return tf.contrib.layers.layer_norm(q + queries)  # expect: norm-over-tokens


def attend(queries, keys, num_units):
    q = tf.layers.dense(queries, num_units)  # (N, T_q, C)
    k = tf.layers.dense(keys, num_units)
    outputs = tf.matmul(tf.nn.softmax(tf.matmul(q, tf.transpose(k, [0, 2, 1]))), k)
    outputs += queries
    return tf.contrib.layers.layer_norm(outputs)  # expect: norm-over-tokens
