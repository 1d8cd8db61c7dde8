import tensorflow as tf
from tensorflow.contrib.layers import layer_norm


def multihead_attention(queries, keys, num_units=None, num_heads=8, causality=False):
    '''queries: A 3d tensor with shape of [N, T_q, C_q].
    keys: A 3d tensor with shape of [N, T_k, C_k].'''
    Q = tf.layers.dense(queries, num_units)
    K = tf.layers.dense(keys, num_units)
    outputs = tf.matmul(Q, tf.transpose(K, [0, 2, 1]))
    outputs = tf.nn.softmax(outputs)
    queries = layer_norm(queries)  # expect: norm-over-tokens
    return outputs, queries
