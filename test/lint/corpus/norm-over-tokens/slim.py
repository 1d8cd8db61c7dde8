import tensorflow as tf
slim = tf.contrib.slim

def encoder(x, d):
    # x: [batch, time, depth]
    x = slim.layer_norm(x, scope="ln")  # expect: norm-over-tokens
    return tf.layers.dense(x, d)
