import tensorflow as tf


def attention(queries, keys, values, causality=True):
    """queries: (N, T_q, C), keys: (N, T_k, C)"""
    outputs = tf.matmul(queries, tf.transpose(keys, [0, 2, 1]))
    outputs = outputs / (keys.get_shape().as_list()[-1] ** 0.5)
    if causality:
        tril = tf.linalg.LinearOperatorLowerTriangular(tf.ones_like(outputs[0])).to_dense()
        outputs = tf.where(tf.equal(tf.tile(tril[None], [tf.shape(outputs)[0], 1, 1]), 0), tf.ones_like(outputs) * -1e9, outputs)
    outputs = tf.nn.softmax(outputs)
    query_masks = tf.sign(tf.abs(tf.reduce_sum(queries, axis=-1)))
    outputs *= tf.expand_dims(query_masks, -1)
    outputs = outputs / (tf.reduce_sum(outputs, axis=-1, keepdims=True) + 1e-9)
    return tf.matmul(outputs, values)


def label_smoothing(inputs, epsilon=0.1):
    k = inputs.get_shape().as_list()[-1]
    return (1 - epsilon) * inputs + epsilon / k
